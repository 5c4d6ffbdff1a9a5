// Rotations written as shifts, by variables and constants, of 8 to 64 bits.
#include <stdint.h>
#include <stdio.h>

static uint8_t left8(uint8_t v, unsigned n) { return (uint8_t)(v << (n & 7) | v >> (-n & 7)); }
static uint16_t left16(uint16_t v, unsigned n) { return (uint16_t)(v << (n & 15) | v >> (-n & 15)); }
static uint32_t left32(uint32_t v, unsigned n) { return v << (n & 31) | v >> (-n & 31); }
static uint64_t left64(uint64_t v, unsigned n) { return v << (n & 63) | v >> (-n & 63); }
static uint32_t right32(uint32_t v, unsigned n) { return v >> (n & 31) | v << (-n & 31); }

int main(void) {
    volatile uint64_t value = 0x8123456789ABCDEFULL;
    for (unsigned n = 0; n < 70; n += 9) {
        uint64_t v = value;
        printf("%02x %04x %08x %08x %016llx\n", left8((uint8_t)v, n), left16((uint16_t)v, n),
            (unsigned)left32((uint32_t)v, n), (unsigned)right32((uint32_t)v, n), (unsigned long long)left64(v, n));
    }
    printf("%08x\n", (unsigned)left32((uint32_t)value, 16));
    return 0;
}
