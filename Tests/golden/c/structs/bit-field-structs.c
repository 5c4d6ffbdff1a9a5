// Structs of bit-fields as parameters and results, compared and copied, in unions with words.
#include <stdint.h>
#include <stdio.h>

union instruction {
    uint32_t word;
    struct { uint32_t immediate : 12, second : 4, first : 4, target : 4, opcode : 8; };
    struct { int32_t offset : 12; uint32_t rest : 20; };
};

__attribute__((noinline)) static union instruction make(unsigned opcode, unsigned target, unsigned first, int immediate) {
    union instruction i = {0};
    i.opcode = opcode;
    i.target = target;
    i.first = first;
    i.offset = immediate;
    return i;
}

__attribute__((noinline)) static int run(union instruction i, int registers[16]) {
    switch (i.opcode) {
        case 1: return registers[i.target] = i.offset;
        case 0x10: return registers[i.target] = registers[i.first] + registers[i.second];
        case 0x11: return registers[i.target] = registers[i.first] - i.offset;
    }
    return -1;
}

int main(void) {
    int registers[16] = {0}, last = 0;
    union instruction code[] = {make(1, 3, 0, -5), make(1, 4, 0, 2047), make(0x10, 5, 4, 0), make(0x11, 5, 5, -2048), make(9, 9, 9, 9)};
    code[2].second = 3;
    for (int index = 0; index < 5; index++) {
        last = run(code[index], registers);
        printf("%08x %d\n", (unsigned)code[index].word, last);
    }
    return registers[5] & 0xFF;
}
