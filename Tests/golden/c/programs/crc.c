// CRC-32 and CRC-16 by table and by bit, which must agree.
#include <stdint.h>
#include <stdio.h>

static uint32_t table[256];

static uint32_t by_table(const char *text) {
    uint32_t crc = ~0u;
    for (; *text; text++) crc = crc >> 8 ^ table[(crc ^ (uint8_t)*text) & 0xFF];
    return ~crc;
}

static uint32_t by_bit(const char *text) {
    uint32_t crc = ~0u;
    for (; *text; text++) {
        crc ^= (uint8_t)*text;
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
    }
    return ~crc;
}

static uint16_t ccitt(const char *text) {
    uint16_t crc = 0xFFFF;
    for (; *text; text++) {
        crc ^= (uint16_t)((uint8_t)*text << 8);
        for (int bit = 0; bit < 8; bit++) crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return crc;
}

int main(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
        table[byte] = crc;
    }
    printf("%08x %d %04x\n", (unsigned)by_table("123456789"), by_table("hello") == by_bit("hello"), ccitt("123456789"));
    return (int)(by_bit("abc") & 0xFF);
}
