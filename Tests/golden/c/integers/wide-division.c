// 64-bit division, signed and unsigned, with small and large divisors.
#include <stdio.h>

static volatile long long values[] = {
    1, -1, 10, -3, 1000000007, 0x100000000LL, 0x7FFFFFFFFFFFFFFFLL, -0x123456789ABCDEFLL, 0xFFFFFFFFLL};

int main(void) {
    for (int left = 0; left < 9; left++) {
        for (int right = 0; right < 9; right++) {
            long long a = values[left], b = values[right];
            unsigned long long u = (unsigned long long)a, v = (unsigned long long)b;
            printf("%lld %lld %llu %llu\n", a / b, a % b, u / v, u % v);
        }
    }
    return 0;
}
