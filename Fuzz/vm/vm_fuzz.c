// Runs random HSX programs in three ways (free run, run cut into slices, careful loop) and demands the same state
// from each. Meant for a build with sanitizers, which then also guards every service against wild arguments. Files
// stay off (no sandbox).
//
// Build and run, from the root of the repository (arguments: number of programs, first seed):
//   gcc -std=c11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -IRuntime/hsx/include Fuzz/vm/vm_fuzz.c
//       Runtime/hsx/*.c -o vm_fuzz && ./vm_fuzz 20000 1

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub_hsx.h"

enum { MAX_WORDS = 96, MAX_STEPS = 60000 };

static uint64_t state;

static uint32_t next(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16);
}

/// A register value that is likely to matter: small, near the ends of memory, or anything.
static uint32_t interesting(void) {
    static const uint32_t values[] = {
        0, 1, 2, 3, 0x4000, 0x4010, 0x8000, 0xFFFC, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    return next() % 3 == 0 ? next() : values[next() % (sizeof values / sizeof *values)];
}

static uint32_t random_word(uint32_t count) {
    static const uint8_t opcodes[] = {
        0x01, 0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x20,
        0x21, 0x22, 0x23, 0x24, 0x25, 0x30, 0x30, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x40, 0x41, 0x50, 0x51,
        0x52, 0x53, 0x54, 0x55, 0x60, 0x7F
    };
    uint32_t opcode = opcodes[next() % sizeof opcodes];
    uint32_t word = opcode << 24 | (next() & 0xFFFFFF);
    if (next() % 64 == 0) return next();
    if (opcode >= 0x21 && opcode <= 0x23) {
        uint32_t misalignment = next() % 16 == 0 ? next() & 3 : 0;
        return (word & ~0xFFFu) | 4 * (next() % count) | misalignment;
    }
    if (opcode == 0x24 && next() % 8 != 0) return (word & 0xFF00F000u) | ((next() % 16 - 8) & 0xFFF);
    if (opcode == 0x30) {
        static const uint16_t services[] = {
            0x000, 0x101, 0x200, 0x400, 0x401, 0x402, 0x403, 0x40A, 0x40B, 0x500, 0x501, 0x502, 0x503, 0x504,
            0x505, 0x506, 0x600, 0x700
        };
        return (word & ~0xFFFu) | services[next() % (sizeof services / sizeof *services)];
    }
    return word;
}

/// FNV-1a over all that a program can see.
static uint64_t digest(hub_hsx_vm *vm, uint64_t hash) {
    const uint32_t *regs = hub_hsx_registers(vm);
    const uint8_t *memory = hub_hsx_memory(vm);
    uint64_t values[21] = {
        hub_hsx_pc(vm), hub_hsx_sp(vm), hub_hsx_psw(vm), hub_hsx_call_depth(vm), hub_hsx_retired(vm)};
    for (int index = 0; index < 16; index++) values[5 + index] = regs[index];
    for (int index = 0; index < 21; index++) hash = (hash ^ values[index]) * 0x100000001B3u;
    for (int index = 0; index < HUB_HSX_MEMORY_SIZE; index++) hash = (hash ^ memory[index]) * 0x100000001B3u;
    return hash;
}

static void collect(void *user, const uint8_t *bytes, size_t count) {
    uint64_t *hash = user;
    for (size_t index = 0; index < count; index++) *hash = (*hash ^ bytes[index]) * 0x100000001B3u;
}

static void ignore(void *user, hub_hsx_vm *vm, uint32_t pc, uint32_t word) {
    (void)user, (void)vm, (void)pc, (void)word;
}

enum way { FREE, SLICED, CAREFUL, WAYS };

static uint64_t run(const uint32_t *words, uint32_t count, const uint32_t *regs, enum way way) {
    uint64_t output = 0xCBF29CE484222325u;
    hub_hsx_host_config config = {.user = &output, .output = collect};
    hub_hsx_host *host = hub_hsx_host_create(&config);
    hub_hsx_vm *vm = hub_hsx_vm_create(host);
    if (!vm || !hub_hsx_load_words(vm, words, count, 0)) abort();
    memcpy(hub_hsx_registers(vm), regs, 16 * sizeof *regs);
    uint8_t *data = hub_hsx_memory(vm) + HUB_HSX_DATA_BASE;
    for (uint32_t index = 0; index < 64; index++) data[index] = (uint8_t)("app:a"[index % 6]);
    if (way == CAREFUL) hub_hsx_set_trace(vm, ignore, NULL);
    hub_hsx_status status;
    uint64_t slice = 1;
    do {
        uint64_t left = MAX_STEPS - hub_hsx_retired(vm);
        slice = slice * 3 % 20011;
        status = hub_hsx_run(vm, way == SLICED && slice < left ? slice : left);
    } while (hub_hsx_retired(vm) < MAX_STEPS && (status == HUB_HSX_RUNNING || status == HUB_HSX_BRK ||
                                                 status == HUB_HSX_SLEEPING));
    uint64_t result = digest(vm, output ^ (uint64_t)status << 56);
    hub_hsx_vm_destroy(vm);
    hub_hsx_host_destroy(host);
    return result;
}

int main(int argc, char **argv) {
    unsigned long programs = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
    unsigned long seed = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    for (unsigned long index = 0; index < programs; index++) {
        uint32_t words[MAX_WORDS], regs[16];
        state = (seed + index) * 0x9E3779B97F4A7C15u | 1;
        uint32_t count = 8 + next() % (MAX_WORDS - 8);
        for (uint32_t word = 0; word < count; word++) words[word] = random_word(count);
        for (int reg = 0; reg < 16; reg++) regs[reg] = interesting();
        uint64_t results[WAYS];
        for (int way = 0; way < WAYS; way++) results[way] = run(words, count, regs, (enum way)way);
        if (results[FREE] != results[SLICED] || results[FREE] != results[CAREFUL]) {
            fprintf(stderr, "vm_fuzz: seed %lu: the ways differ\n", seed + index);
            return 1;
        }
    }
    printf("vm_fuzz: %lu programs agree\n", programs);
    return 0;
}
