// An interpreter of byte code with a switch; run(n): n rounds of its program's loop.

#include <stdint.h>

enum { PUSH, LOAD, STORE, ADD, SUBTRACT, MULTIPLY, XOR, LESS, JUMP, JUMP_IF, DUPLICATE, DROP, SWAP, HALT };

// A loop; its variables are 0 the counter, 1 the result, 2 the limit.
static const uint8_t program[] = {
    PUSH, 0, STORE, 0,
    LOAD, 0, LOAD, 2, LESS, JUMP_IF, 14, JUMP, 46, HALT,
    LOAD, 1, LOAD, 0, XOR, PUSH, 33, MULTIPLY, PUSH, 7, ADD,
    DUPLICATE, PUSH, 100, LESS, JUMP_IF, 34, LOAD, 0, SUBTRACT,
    STORE, 1, LOAD, 0, PUSH, 1, SWAP, ADD, STORE, 0, JUMP, 4,
    HALT,
};

static uint32_t stack[64];
static uint32_t variables[8];

static uint32_t interpret(const uint8_t *code) {
    uint32_t *top = stack;
    uint32_t at = 0;
    for (;;) {
        switch (code[at++]) {
        case PUSH:
            *top = code[at++];
            top++;
            break;
        case LOAD:
            *top = variables[code[at++]];
            top++;
            break;
        case STORE:
            top--;
            variables[code[at++]] = *top;
            break;
        case ADD:
            top--;
            top[-1] += *top;
            break;
        case SUBTRACT:
            top--;
            top[-1] -= *top;
            break;
        case MULTIPLY:
            top--;
            top[-1] *= *top;
            break;
        case XOR:
            top--;
            top[-1] ^= *top;
            break;
        case LESS:
            top--;
            top[-1] = top[-1] < *top;
            break;
        case JUMP:
            at = code[at];
            break;
        case JUMP_IF:
            top--;
            at = *top ? code[at] : at + 1;
            break;
        case DUPLICATE:
            *top = top[-1];
            top++;
            break;
        case DROP:
            top--;
            break;
        case SWAP: {
            uint32_t kept = top[-1];
            top[-1] = top[-2];
            top[-2] = kept;
            break;
        }
        default:
            return variables[1];
        }
    }
}

uint64_t run(uint32_t n) {
    variables[1] = 1;
    variables[2] = n;
    return (uint64_t)interpret(program);
}
