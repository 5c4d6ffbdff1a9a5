// CRC-32 of 64 bytes, bit by bit.

#include <stdint.h>

enum { COUNT = 64 };

static uint8_t message[COUNT];
volatile uint32_t seed = 17;

static uint32_t crc32(const uint8_t *bytes, uint32_t count) {
    uint32_t crc = 0xFFFFFFFF;
    for (uint32_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            if (crc & 1) crc = (crc >> 1) ^ 0xEDB88320;
            else crc >>= 1;
        }
    }
    return ~crc;
}

int main(void) {
    uint32_t first = seed;
    for (uint32_t i = 0; i < COUNT; i++) message[i] = (uint8_t)(first + i * 7);
    return (int)crc32(message, COUNT);
}
