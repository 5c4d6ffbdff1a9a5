// Runs a kernel, compiled by whatever compiler: prints the checksum of run(ARG) and the shortest time of REPEATS runs in
// nanoseconds.
// Usage: NAME ARG REPEATS

#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

uint64_t run(uint32_t n);

/// What code of hubc calls when it stops; no kernel does.
_Noreturn void hub_trap(uint32_t code, const char *where) {
    fprintf(stderr, "trap %" PRIu32 "%s\n", code, where ? where : "");
    abort();
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    uint32_t size = (uint32_t)strtoul(argv[1], NULL, 10);
    uint64_t sum = 0, best = UINT64_MAX;
    for (int repeats = atoi(argv[2]); repeats > 0; repeats--) {
        uint64_t start = now();
        sum = run(size);
        uint64_t taken = now() - start;
        if (taken < best) best = taken;
    }
    printf("%016" PRIx64 " %" PRIu64 "\n", sum, best);
    return (int)(sum & 0xff);
}
