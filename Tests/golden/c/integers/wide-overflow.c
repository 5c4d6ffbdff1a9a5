// Checked multiplication of 64-bit numbers, signed and unsigned.
#include <stdio.h>

static volatile long long values[] = {
    0, 1, -1, 3037000500LL, -3037000499LL, 0x100000000LL, 0x7FFFFFFFFFFFFFFFLL, -0x7FFFFFFFFFFFFFFFLL - 1};

int main(void) {
    for (int left = 0; left < 8; left++) {
        for (int right = 0; right < 8; right++) {
            long long product;
            unsigned long long bits;
            int flag = __builtin_mul_overflow(values[left], values[right], &product);
            int other = __builtin_mul_overflow(
                (unsigned long long)values[left], (unsigned long long)values[right], &bits);
            printf("%d%d %llx %llx\n", flag, other, (unsigned long long)product, bits);
        }
    }
    return 0;
}
