// 64-bit division by constants.
#include <stdio.h>

static volatile long long values[] = {0, 1, -1, 999, -1000, 123456789012345678LL, -0x7FFFFFFFFFFFFFFFLL};

int main(void) {
    for (int index = 0; index < 7; index++) {
        long long v = values[index];
        unsigned long long u = (unsigned long long)v;
        printf("%lld %lld %lld %lld %lld\n", v / 2, v / 3, v % 10, v / 1000000, v % 4096);
        printf("%llu %llu %llu %llu\n", u / 7, u % 10, u / 10000000000ULL, u % 64);
    }
    return 0;
}
