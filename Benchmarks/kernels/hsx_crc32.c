// The loops of samples/hsx/crc32: a table made bit by bit, and the CRC of 4 KiB; run(n): n times both.
// hubc: memory of HSX

#include <stdint.h>

enum { SIZE = 4096 };

static uint32_t table[256];
static uint8_t text[SIZE];

static void make_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (uint32_t bits = 8; bits != 0; bits--) value = value >> 1 ^ (0xedb88320 & (0 - (value & 1)));
        table[byte] = value;
    }
}

static uint32_t crc32(const uint8_t *bytes, uint32_t count) {
    uint32_t crc = 0xffffffff;
    for (; count != 0; count--) {
        crc = crc >> 8 ^ table[(crc ^ *bytes) & 255];
        bytes++;
    }
    return ~crc;
}

uint64_t run(uint32_t n) {
    for (uint32_t i = 0; i < SIZE; i++) text[i] = (uint8_t)(i * 13 + (i >> 4));
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        make_table();
        text[i % SIZE] = (uint8_t)sum;
        sum = sum * 3 + crc32(text, SIZE);
    }
    return (uint64_t)sum;
}
