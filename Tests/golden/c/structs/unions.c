// Unions: one member written, another read; the first member initialised; a union in a struct.
#include <stdint.h>
#include <stdio.h>

union number {
    uint32_t word;
    uint16_t halves[2];
    uint8_t bytes[4];
    float real;
};

struct tagged {
    int tag;
    union {
        long long wide;
        struct {
            short x, y;
        };
        char text[8];
    };
};

int main(void) {
    union number n = {0x12345678};
    printf("%x %x %x\n", n.halves[0], n.bytes[3], n.bytes[0]);
    n.real = -1.5f;
    printf("%x %d\n", (unsigned)n.word, (int)sizeof n);
    n.bytes[1] = 0x40;
    n.halves[1]++;
    printf("%x\n", (unsigned)n.word);
    struct tagged t = {1, .wide = 0x1122334455667788LL}, u = t;
    u.x = -2;
    printf("%d %d %llx %d\n", u.x, u.y, (unsigned long long)u.wide, t.text[0]);
    t.text[7] = 0;
    printf("%lld\n", t.wide);
    return n.bytes[2];
}
