// An interpreter of a small register machine runs a program that sorts its memory.
#include <stdint.h>
#include <stdio.h>

enum { LOAD, STORE, SET, ADD, LESS, JUMP_IF, JUMP, HALT };
static uint8_t memory[16] = {9, 3, 14, 1, 200, 7, 7, 0, 55, 128};
static const uint8_t code[] = {
    SET, 0, 0,                                  // 0: outer = 0
    SET, 1, 9,                                  // 3: inner = 9
    SET, 6, 255, ADD, 6, 1,                     // 6: r6 = inner - 1
    LOAD, 2, 1, LOAD, 3, 6,                     // 12: r2 = [inner], r3 = [r6]
    LESS, 2, 3, JUMP_IF, 2, 27,                 // 18: smaller: swap
    JUMP, 36, 0,                                // 24
    LOAD, 2, 1, STORE, 3, 1, STORE, 2, 6,       // 27: swap
    SET, 4, 255, ADD, 1, 4,                     // 36: inner--
    SET, 5, 0, ADD, 5, 0, LESS, 5, 1,           // 42: outer < inner
    JUMP_IF, 5, 6,                              // 51
    SET, 4, 1, ADD, 0, 4,                       // 54: outer++
    SET, 5, 9, SET, 4, 0, ADD, 4, 0, LESS, 4, 5, JUMP_IF, 4, 3, HALT, 0, 0};

int main(void) {
    uint8_t registers[8] = {0}, pc = 0;
    int steps = 0;
    for (;; steps++) {
        uint8_t a = code[pc + 1], b = code[pc + 2], what = code[pc];
        pc += 3;
        switch (what) {
            case LOAD: registers[a] = memory[registers[b] & 15]; continue;
            case STORE: memory[registers[b] & 15] = registers[a]; continue;
            case SET: registers[a] = b; continue;
            case ADD: registers[a] += registers[b]; continue;
            case LESS: registers[a] = registers[a] < registers[b]; continue;
            case JUMP_IF: if (registers[a]) pc = b; continue;
            case JUMP: pc = a; continue;
            case HALT: break;
        }
        break;
    }
    for (int index = 0; index < 10; index++) printf("%d ", memory[index]);
    printf("%d\n", steps);
    return memory[9];
}
