// Bytes in memory. Blocks go word by word, whatever their alignment; an overlapping word is loaded before it is
// stored over, so distances of less than a word are right too.

#include <string.h>

#include "hub_libc.h"

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    char *target = to;
    const char *source = from;
    for (; count >= 4; count -= 4, target += 4, source += 4) *(hub_word *)target = *(const hub_word *)source;
    while (count-- > 0) *target++ = *source++;
    return to;
}

void *memmove(void *to, const void *from, size_t count) {
    char *target = to;
    const char *source = from;
    if (target <= source) {
        for (; count >= 4; count -= 4, target += 4, source += 4) *(hub_word *)target = *(const hub_word *)source;
        while (count-- > 0) *target++ = *source++;
    } else {
        for (; count >= 4; count -= 4) *(hub_word *)(target + count - 4) = *(const hub_word *)(source + count - 4);
        while (count-- > 0) target[count] = source[count];
    }
    return to;
}

void *memset(void *bytes, int byte, size_t count) {
    char *target = bytes;
    uint32_t word = (uint8_t)byte * 0x01010101u;
    for (; count >= 4; count -= 4, target += 4) ((hub_word *)target)->bits = word;
    while (count-- > 0) *target++ = (char)byte;
    return bytes;
}

int memcmp(const void *left, const void *right, size_t count) {
    const uint8_t *one = left, *other = right;
    for (; count > 0; count--, one++, other++) {
        if (*one != *other) return *one - *other;
    }
    return 0;
}

void *memchr(const void *bytes, int byte, size_t count) {
    const uint8_t *place = bytes;
    for (; count > 0; count--, place++) {
        if (*place == (uint8_t)byte) return (void *)(uintptr_t)place;
    }
    return NULL;
}

void *memrchr(const void *bytes, int byte, size_t count) {
    const uint8_t *start = bytes;
    while (count-- > 0) {
        if (start[count] == (uint8_t)byte) return (void *)(uintptr_t)(start + count);
    }
    return NULL;
}

void *memccpy(void *restrict to, const void *restrict from, int stop, size_t count) {
    uint8_t *target = to;
    const uint8_t *source = from;
    while (count-- > 0) {
        uint8_t byte = *source++;
        *target++ = byte;
        if (byte == (uint8_t)stop) return target;
    }
    return NULL;
}
