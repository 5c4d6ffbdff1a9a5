// Bit-fields of long long, across the middle of the unit.
#include <stdio.h>

struct wide {
    unsigned long long low : 20;
    long long middle : 30;
    unsigned long long high : 14;
};

int main(void) {
    struct wide w = {0xFFFFF, -1, 0x3FFF};
    printf("%llx %lld %llx %d\n", (unsigned long long)w.low, (long long)w.middle, (unsigned long long)w.high, (int)sizeof w);
    w.middle = 0x12345678;
    w.low += 3;
    w.high = w.low * 5 + (unsigned)w.middle;
    printf("%llx %lld %llx\n", (unsigned long long)w.low, (long long)w.middle, (unsigned long long)w.high);
    struct {
        long long whole : 40;
        unsigned long long rest : 24;
    } v = {.whole = -5, .rest = 77};
    for (int round = 0; round < 50; round++) v.whole = v.whole * 3 - v.rest++;
    printf("%lld %llu\n", (long long)v.whole, (unsigned long long)v.rest);
    return 0;
}
