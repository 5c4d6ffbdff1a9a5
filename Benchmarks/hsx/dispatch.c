// An interpreter of eight bytecodes for an accumulator machine with 16 registers; the program runs a loop 50 times.

#include <stdint.h>

enum { HALT, LOAD, STORE, ADD, SUB, CONST, LOOP, SHIFT };

static uint32_t registers[16];
static const uint8_t program[] = {
    CONST, 0, STORE, 1, STORE, 2,              // sum = 0, i = 0
    LOAD, 2, ADD, 1, SHIFT, 3, STORE, 1,       // sum = rotate(sum + i, 3)
    CONST, 5, ADD, 1, SUB, 2, STORE, 1,        // sum = 5 + sum - i
    CONST, 1, ADD, 2, STORE, 2,                // i = i + 1
    LOAD, 3, SUB, 2, LOOP, 6,                  // until i is the limit
    LOAD, 1, HALT, 0,
};
volatile uint32_t limit = 50;

static uint32_t run(const uint8_t *code) {
    uint32_t accumulator = 0, at = 0;
    for (;;) {
        uint32_t opcode = code[at], operand = code[at + 1];
        at += 2;
        switch (opcode) {
        case HALT: return accumulator;
        case LOAD: accumulator = registers[operand]; break;
        case STORE: registers[operand] = accumulator; break;
        case ADD: accumulator += registers[operand]; break;
        case SUB: accumulator -= registers[operand]; break;
        case CONST: accumulator = operand; break;
        case LOOP:
            if (accumulator != 0) at = operand;
            break;
        case SHIFT: accumulator = accumulator << operand | accumulator >> (32 - operand); break;
        }
    }
}

int main(void) {
    registers[3] = limit;
    return (int)run(program);
}
