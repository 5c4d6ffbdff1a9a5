// String search by Horspool's method; run(n): n searches for all places of a pattern in 32 KiB of text.

#include <stdint.h>

enum { SIZE = 32768, WORDS = 64 };

static const uint8_t letters[WORDS + 1] = "the lazy dog sleeps, a quick brown fox jumps over it; the end.  ";

static uint8_t text[SIZE];
static uint32_t skip[256];

static void make_text(void) {
    uint32_t random = 1;
    uint32_t at = 0;
    while (at < SIZE) {
        random = random * 1103515245 + 12345;
        uint32_t start = random >> 16 & (WORDS - 1);
        for (uint32_t i = start; i < WORDS && at < SIZE; i++) text[at++] = letters[i];
    }
}

static uint32_t search(const uint8_t *pattern, uint32_t length) {
    for (uint32_t i = 0; i < 256; i++) skip[i] = length;
    for (uint32_t i = 0; i + 1 < length; i++) skip[pattern[i]] = length - 1 - i;
    uint32_t found = 0, at = 0;
    while (at + length <= SIZE) {
        uint32_t i = length;
        while (i > 0 && text[at + i - 1] == pattern[i - 1]) i--;
        if (i == 0) found += at;
        at += skip[text[at + length - 1]];
    }
    return found;
}

uint64_t run(uint32_t n) {
    make_text();
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t start = i * 7 % 48;
        sum = sum * 5 + (uint64_t)search(letters + start, 4 + i % 12);
    }
    return sum;
}
