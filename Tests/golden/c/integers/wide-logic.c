// Bitwise operators and tests on 64-bit numbers.
#include <stdio.h>

static volatile unsigned long long a = 0xF0F0F0F012345678ULL, b = 0x0FF00FF0DEADBEEFULL;

int main(void) {
    printf("%llx %llx %llx %llx\n", a & b, a | b, a ^ b, ~a);
    printf("%d %d %d\n", !a, !!(a & 0xFFFFFFFFULL), (a & 0x8000000000000000ULL) != 0);
    unsigned long long folded = 0;
    for (int bit = 0; bit < 64; bit++) {
        if (a >> bit & 1) folded ^= b << bit;
    }
    printf("%llx %d\n", folded, (int)(folded & 0x7F));
    return (int)(folded >> 56);
}
