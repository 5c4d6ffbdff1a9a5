// Conversions between integers of all widths and float and double, rounding and truncation.
#include <stdio.h>

static volatile int ints[] = {0, 1, -1, 16777217, -2147483647 - 1, 2147483647};
static volatile long long wides[] = {9007199254740993LL, -9007199254740993LL, 0x7FFFFFFFFFFFFFFFLL, 0x100000001LL};
static volatile double reals[] = {0.99, -0.99, 1.5, -2.5, 1e9, -1e9, 4294967295.0};

int main(void) {
    for (int index = 0; index < 6; index++) {
        int i = ints[index];
        printf("%.9g %.9g %.17g %.17g\n", (float)i, (float)(unsigned)i, (double)i, (double)(unsigned)i);
    }
    for (int index = 0; index < 4; index++) {
        long long w = wides[index];
        printf("%.9g %.9g %.17g %.17g\n", (float)w, (float)(unsigned long long)w, (double)w, (double)(unsigned long long)w);
    }
    for (int index = 0; index < 6; index++) {
        double r = reals[index];
        float f = (float)r;
        printf("%d %d %lld %lld %d\n", (int)r, (int)f, (long long)(r * 1e6), (long long)f, (short)(int)(r / 3));
    }
    printf("%u %llu %u\n", (unsigned)reals[6], (unsigned long long)(reals[6] * 4e9), (unsigned char)reals[2]);
    return (int)reals[4] & 0xFF;
}
