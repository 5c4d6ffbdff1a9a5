/* oracle: clang. __fp16 is a form of storage: arithmetic is in float, and rounded where it is stored. */
#include <stdio.h>

typedef __fp16 half;

static volatile half values[] = {(half)1.5f,     (half)-2.25f,  (half)0.0001f, (half)65504.0f, (half)-0.0f,
                                 (half)6.0e-8f, (half)1000.25f, (half)0.333f,  (half)-7.0f,    (half)2048.0f};
enum { COUNT = sizeof values / sizeof values[0] };

static unsigned bits(float value) {
    union {
        half value;
        unsigned short bits;
    } both;
    both.value = (half)value;
    return both.bits;
}

int main(void) {
    for (int i = 0; i < COUNT; i++) {
        half x = values[i];
        printf("%d: %d %x %x %x", i, (int)x, bits(x * 0.5f), bits(x + 0.1f), bits(-x));
        for (int j = 0; j < COUNT; j++) {
            half y = values[j];
            half sum = x + y, difference = x - y, product = x * y, quotient = x / y, fused = x * y + x;
            printf(" %x %x %x %x", bits(sum), bits(difference), bits(product), bits(fused));
            if (y != 0) printf(" %x", bits(quotient));
            printf(" %d%d%d", x < y, x == y, x >= 1.5f);
        }
        printf("\n");
    }
    return 0;
}
