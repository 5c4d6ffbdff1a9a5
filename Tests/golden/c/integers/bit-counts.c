// Leading and trailing zeros, ones, parity and byte order.
#include <stdio.h>

static volatile unsigned values[] = {1, 2, 0x80, 0x8000, 0x10000, 0x80000000, 0xFFFFFFFF, 0x00F0A050};

int main(void) {
    for (int index = 0; index < 8; index++) {
        unsigned v = values[index];
        unsigned long long w = (unsigned long long)v << 20 | v >> 7;
        printf("%d %d %d %d %d %08x %04x\n", __builtin_clz(v), __builtin_ctz(v), __builtin_popcount(v),
            __builtin_parity(v), __builtin_ffs((int)v), __builtin_bswap32(v), __builtin_bswap16((unsigned short)v));
        printf("%d %d %d %016llx %d\n", __builtin_clzll(w), __builtin_ctzll(w), __builtin_popcountll(w),
            (unsigned long long)__builtin_bswap64(w), __builtin_clrsb((int)v));
    }
    return 0;
}
