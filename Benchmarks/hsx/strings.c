// Reverses each word of a text in place, then all of it, 4 times over; the checksum of the text.

#include <stdint.h>

static char text[] = "the quick brown fox jumps over the lazy dog while firmware engineers count every single byte";
volatile int rounds = 4;

static void reverse(char *first, char *last) {
    while (first < last) {
        char moved = *first;
        *first++ = *last;
        *last-- = moved;
    }
}

/// Answers the end of the text.
static char *reverse_words(char *string) {
    char *start = string;
    for (char *at = string;; at++) {
        if (*at != ' ' && *at != 0) continue;
        reverse(start, at - 1);
        if (*at == 0) return at;
        start = at + 1;
    }
}

int main(void) {
    uint32_t sum = 0;
    for (int round = rounds; round > 0; round--) {
        char *end = reverse_words(text);
        reverse(text, end - 1);
    }
    for (const char *at = text; *at; at++) sum = sum * 31 + (uint8_t)*at;
    return (int)sum;
}
