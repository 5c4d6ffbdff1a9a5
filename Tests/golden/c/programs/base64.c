// Base64 both ways, with every length of the last group.
#include <stdio.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int encode(char *to, const unsigned char *from, int length) {
    char *start = to;
    for (; length > 0; length -= 3, from += 3) {
        unsigned group = (unsigned)from[0] << 16 | (length > 1 ? (unsigned)from[1] << 8 : 0) | (length > 2 ? from[2] : 0);
        for (int shift = 18, left = length + 1; shift >= 0; shift -= 6, left--) *to++ = left > 0 ? alphabet[group >> shift & 63] : '=';
    }
    *to = 0;
    return (int)(to - start);
}

static int decode(unsigned char *to, const char *from) {
    unsigned bits = 0;
    int held = 0, length = 0;
    for (; *from && *from != '='; from++) {
        bits = bits << 6 | (unsigned)(strchr(alphabet, *from) - alphabet);
        held += 6;
        if (held >= 8) to[length++] = (unsigned char)(bits >> (held -= 8));
    }
    return length;
}

int main(void) {
    unsigned char data[12], back[16];
    int right = 0;
    for (int index = 0; index < 12; index++) data[index] = (unsigned char)(index * 71 + 200);
    for (int length = 0; length <= 12; length++) {
        char text[24];
        encode(text, data, length);
        right += decode(back, text) == length && memcmp(back, data, (unsigned)length) == 0;
        if (length % 4 == 3) printf("%s ", text);
    }
    printf("%d\n", right);
    return right;
}
