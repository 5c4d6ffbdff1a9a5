// Conversions from every width to every wider one, and back.
#include <stdio.h>

static volatile long long source = 0x1122334485868788LL;

int main(void) {
    signed char c = (signed char)source;
    unsigned char uc = (unsigned char)source;
    short s = (short)source;
    unsigned short us = (unsigned short)source;
    int i = (int)source;
    unsigned u = (unsigned)source;
    printf("%d %d %d %d %d %u\n", c, uc, s, us, i, u);
    printf("%lld %lld %lld %lld %lld %lld\n", (long long)c, (long long)uc, (long long)s, (long long)us, (long long)i,
        (long long)u);
    printf("%u %u %llu %llu\n", (unsigned)c, (unsigned)s, (unsigned long long)c, (unsigned long long)i);
    printf("%d %d\n", (signed char)us, (short)uc);
    return c & 0xFF;
}
