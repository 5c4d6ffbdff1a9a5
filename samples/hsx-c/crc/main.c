// Checksums of messages three ways: CRC-32 with a table of 16 words, CRC-16 with one that is made at start, and a
// table of known results to look them up in. Shows: constant tables, 16- and 32-bit unsigned arithmetic, bsearch.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t nibbles[16] = {
    0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
    0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
};

static uint16_t bytes[256];

static uint32_t crc32(const char *text, size_t length) {
    uint32_t crc = UINT32_MAX;
    for (size_t index = 0; index < length; index++) {
        crc ^= (uint8_t)text[index];
        crc = crc >> 4 ^ nibbles[crc & 15];
        crc = crc >> 4 ^ nibbles[crc & 15];
    }
    return ~crc;
}

static void make_table(void) {
    for (int byte = 0; byte < 256; byte++) {
        uint16_t crc = (uint16_t)(byte << 8);
        for (int bit = 0; bit < 8; bit++) crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
        bytes[byte] = crc;
    }
}

static uint16_t crc16(const char *text, size_t length) {
    uint16_t crc = 0xFFFF;
    for (size_t index = 0; index < length; index++) {
        crc = (uint16_t)(crc << 8 ^ bytes[(crc >> 8 ^ (uint8_t)text[index]) & 0xFF]);
    }
    return crc;
}

/// What is known of a message, in the order of the checksums.
typedef struct known {
    uint32_t checksum;
    const char *name;
} known;

static const known table[] = {
    {0x00000000, "nothing"}, {0x352441C2, "the alphabet's start"}, {0x414FA339, "the fox"}, {0xCBF43926, "the check"}};

static int by_checksum(const void *key, const void *entry) {
    uint32_t wanted = *(const uint32_t *)key, there = ((const known *)entry)->checksum;
    return (wanted > there) - (wanted < there);
}

int main(void) {
    static const char *const messages[] = {
        "", "123456789", "abc", "The quick brown fox jumps over the lazy dog", "unknown"};
    int found = 0;
    make_table();
    for (unsigned index = 0; index < sizeof messages / sizeof *messages; index++) {
        const char *text = messages[index];
        uint32_t wide = crc32(text, strlen(text));
        const known *entry = bsearch(&wide, table, sizeof table / sizeof *table, sizeof *table, by_checksum);
        printf("%08x %04x %s\n", (unsigned)wide, crc16(text, strlen(text)), entry ? entry->name : "?");
        found += entry != NULL;
    }
    return found;
}
