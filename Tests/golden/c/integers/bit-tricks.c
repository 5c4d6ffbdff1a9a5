// Bit manipulation: reversal, interleaving, next permutation, isolating and counting, in 8 to 64 bits.
#include <stdint.h>
#include <stdio.h>

static uint32_t reverse(uint32_t v) {
    v = (v >> 1 & 0x55555555) | (v & 0x55555555) << 1;
    v = (v >> 2 & 0x33333333) | (v & 0x33333333) << 2;
    v = (v >> 4 & 0x0F0F0F0F) | (v & 0x0F0F0F0F) << 4;
    return __builtin_bswap32(v);
}
static uint64_t interleave(uint32_t a, uint32_t b) {
    uint64_t result = 0;
    for (int bit = 0; bit < 32; bit++) result |= (uint64_t)(a >> bit & 1) << (2 * bit) | (uint64_t)(b >> bit & 1) << (2 * bit + 1);
    return result;
}
static uint32_t permutation(uint32_t v) {
    uint32_t low = v & -v, ripple = v + low;
    return ripple | (v ^ ripple) / low >> 2;
}
static int power_of_two(uint32_t v) { return v && !(v & (v - 1)); }

int main(void) {
    uint32_t v = 0x00C0FFEE, p = 0x0F;
    for (int round = 0; round < 6; round++) {
        printf("%08x %016llx %x %d %d\n", (unsigned)reverse(v), (unsigned long long)interleave(v, ~v), (unsigned)p,
            power_of_two(v & -v), __builtin_popcount(v & v >> 1));
        v = v * 2654435761u + 1;
        p = permutation(p);
    }
    return (int)(reverse(v) & 0xFF);
}
