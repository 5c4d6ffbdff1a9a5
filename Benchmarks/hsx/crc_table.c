// CRC-32 of 512 bytes by a table that is made first.

#include <stdint.h>

enum { COUNT = 512 };

static uint32_t table[256];
static uint8_t message[COUNT];
volatile uint32_t seed = 17;

static void make_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) {
            if (crc & 1) crc = (crc >> 1) ^ 0xEDB88320;
            else crc >>= 1;
        }
        table[byte] = crc;
    }
}

static uint32_t crc32(const uint8_t *bytes, uint32_t count) {
    uint32_t crc = 0xFFFFFFFF;
    for (uint32_t i = 0; i < count; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >> 8);
    return ~crc;
}

int main(void) {
    uint32_t first = seed;
    make_table();
    for (uint32_t i = 0; i < COUNT; i++) message[i] = (uint8_t)(first + i * 7);
    return (int)crc32(message, COUNT);
}
