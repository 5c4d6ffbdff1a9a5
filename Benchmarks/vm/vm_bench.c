// Measures how many million HSX instructions the machine runs per second on one core, for CPU-bound programs that are
// encoded here. Each program is run several times and the best and the median are printed; the result register is
// checked.
//
// Build and run, from the root of the repository:
//   cc -std=c11 -O2 -IRuntime/hsx/include Benchmarks/vm/vm_bench.c Runtime/hsx/*.c -o vm_bench && ./vm_bench

#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "hub_hsx.h"

enum { REPEATS = 7, MAX_WORDS = 256 };

enum {
    LDI = 0x01, LD, ST, MOV, LDB = 0x06, LDH, STB, STH,
    ADD = 0x10, SUB, MUL, DIV, AND, OR, XOR, NOT, CMP = 0x20, JMP, JZ, JNZ, CALL, RET,
    LSL = 0x31, LSR, ASR, ADC, SBC, PUSH = 0x40, POP, FADD = 0x50, FSUB, FMUL, LDI32 = 0x60,
};

static uint32_t words[MAX_WORDS];
static uint32_t length;

/// Appends an instruction and answers its byte address.
static uint32_t emit(uint32_t opcode, uint32_t rd, uint32_t rs1, uint32_t rs2, int32_t imm) {
    words[length++] = opcode << 24 | rd << 20 | rs1 << 16 | rs2 << 12 | ((uint32_t)imm & 0xFFF);
    return 4 * (length - 1);
}

static void constant(uint32_t rd, uint32_t value) {
    emit(LDI32, rd, 0, 0, 0);
    words[length++] = value;
}

static uint32_t here(void) { return 4 * length; }

/// The mixed loop: arithmetic, loads, stores, shifts, branches that go both ways, and a call of a small function.
static void mixed(void) {
    constant(1, 10000000);
    constant(2, 0x4000);
    constant(3, 0x01234567);
    emit(LDI, 4, 0, 0, 1);
    emit(LDI, 5, 0, 0, 13);
    uint32_t loop = here();
    emit(LD, 6, 2, 0, 0);
    emit(ADD, 6, 6, 3, 0);
    emit(ST, 0, 2, 6, 0);
    emit(LSR, 7, 6, 5, 0);
    emit(XOR, 3, 3, 7, 0);
    emit(STB, 0, 2, 3, 5);
    emit(LDB, 8, 2, 0, 5);
    emit(AND, 9, 3, 4, 0);
    uint32_t skip = emit(JZ, 0, 0, 0, 0);
    emit(ADD, 0, 0, 8, 0);
    words[skip / 4] |= here();
    uint32_t call = emit(CALL, 0, 0, 0, 0);
    emit(SUB, 1, 1, 4, 0);
    emit(JNZ, 0, 0, 0, (int32_t)loop);
    emit(RET, 0, 0, 0, 0);
    words[call / 4] |= (here() - call) / 4;
    emit(PUSH, 0, 7, 0, 0);
    emit(MUL, 7, 8, 5, 0);
    emit(ADD, 0, 0, 7, 0);
    emit(POP, 7, 0, 0, 0);
    emit(RET, 0, 0, 0, 0);
}

/// The sum of bytes: a tight loop of five instructions.
static void tight(void) {
    constant(1, 30000000);
    constant(2, 0x4000);
    emit(LDI, 4, 0, 0, 1);
    uint32_t loop = here();
    emit(LDB, 3, 2, 0, 0);
    emit(ADD, 0, 0, 3, 0);
    emit(ADD, 2, 2, 4, 0);
    emit(SUB, 1, 1, 4, 0);
    emit(JNZ, 0, 0, 0, (int32_t)loop);
    emit(RET, 0, 0, 0, 0);
}

/// Recursive Fibonacci of 32: calls, pushes and pops.
static void fibonacci(void) {
    emit(LDI, 1, 0, 0, 32);
    emit(LDI, 4, 0, 0, 1);
    emit(LDI, 5, 0, 0, 2);
    emit(CALL, 0, 0, 0, 2);
    emit(RET, 0, 0, 0, 0);
    uint32_t function = here();
    emit(CMP, 0, 1, 5, 0);
    emit(LDI, 2, 0, 0, 0);
    emit(SBC, 2, 2, 2, 0);
    uint32_t deep = emit(JZ, 0, 0, 0, 0);
    emit(MOV, 0, 1, 0, 0);
    emit(RET, 0, 0, 0, 0);
    words[deep / 4] |= here();
    emit(PUSH, 0, 1, 0, 0);
    emit(SUB, 1, 1, 4, 0);
    emit(CALL, 0, 0, 0, ((int32_t)function - (int32_t)here()) / 4);
    emit(POP, 1, 0, 0, 0);
    emit(PUSH, 0, 0, 0, 0);
    emit(SUB, 1, 1, 5, 0);
    emit(CALL, 0, 0, 0, ((int32_t)function - (int32_t)here()) / 4);
    emit(POP, 2, 0, 0, 0);
    emit(ADD, 0, 0, 2, 0);
    emit(RET, 0, 0, 0, 0);
}

/// Half-precision arithmetic: x = x * 0.5 + 1.
static void halves(void) {
    constant(1, 10000000);
    constant(2, 0x3800);
    constant(3, 0x3C00);
    emit(LDI, 4, 0, 0, 1);
    uint32_t loop = here();
    emit(FMUL, 0, 0, 2, 0);
    emit(FADD, 0, 0, 3, 0);
    emit(SUB, 1, 1, 4, 0);
    emit(JNZ, 0, 0, 0, (int32_t)loop);
    emit(RET, 0, 0, 0, 0);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(hub_hsx_vm *vm, const char *name, void (*program)(void), uint64_t limit) {
    double rates[REPEATS];
    uint64_t steps = 0;
    uint32_t result = 0;
    length = 0;
    program();
    for (int index = 0; index < REPEATS; index++) {
        if (!hub_hsx_load_words(vm, words, length, 0)) exit(1);
        double start = now();
        hub_hsx_status status = hub_hsx_run(vm, limit);
        double elapsed = now() - start;
        steps = hub_hsx_retired(vm);
        if (status != HUB_HSX_RETURNED || (index > 0 && result != hub_hsx_registers(vm)[0])) exit(1);
        result = hub_hsx_registers(vm)[0];
        rates[index] = (double)steps / elapsed * 1e-6;
    }
    qsort(rates, REPEATS, sizeof *rates, compare);
    printf("%-16s %11llu instructions  best %7.1f  median %7.1f million/s  R0=%u\n", name, (unsigned long long)steps,
        rates[REPEATS - 1], rates[REPEATS / 2], result);
}

static void ignore(void *user, hub_hsx_vm *vm, uint32_t pc, uint32_t word) {
    (void)user, (void)vm, (void)pc, (void)word;
}

int main(void) {
    hub_hsx_vm *vm = hub_hsx_vm_create(NULL);
    if (!vm) return 1;
    measure(vm, "mixed", mixed, 0);
    measure(vm, "mixed, limit", mixed, 1000000000);
    measure(vm, "tight loop", tight, 0);
    measure(vm, "fibonacci 32", fibonacci, 0);
    measure(vm, "half floats", halves, 0);
    hub_hsx_set_breakpoint(vm, 0xFFFC);
    measure(vm, "with breakpoint", mixed, 0);
    hub_hsx_set_trace(vm, ignore, NULL);
    measure(vm, "with trace hook", mixed, 0);
    hub_hsx_vm_destroy(vm);
    return 0;
}
