// The high half of a 32-bit product through 64 bits, signed and unsigned.
#include <stdint.h>
#include <stdio.h>

static uint32_t high(uint32_t a, uint32_t b) { return (uint32_t)((uint64_t)a * b >> 32); }
static int32_t high_signed(int32_t a, int32_t b) { return (int32_t)((int64_t)a * b >> 32); }

int main(void) {
    uint32_t x = 0x12345678, y = 0x9ABCDEF1, sum = 0;
    for (int round = 0; round < 200; round++) {
        sum += high(x, y) ^ (uint32_t)high_signed((int32_t)x, (int32_t)y);
        x = x * 1664525 + 1013904223;
        y = y * 22695477 + 1;
    }
    printf("%08x\n", (unsigned)sum);
    return (int)(sum & 0xFF);
}
