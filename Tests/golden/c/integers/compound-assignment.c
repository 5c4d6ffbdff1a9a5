// Compound assignments that mix widths and signs.
#include <stdio.h>

int main(void) {
    unsigned char a = 250;
    short b = -3;
    unsigned c = 10;
    long long d = -1;
    int e = 1000;
    a += 10;
    b *= a + 10000;
    c -= 20;
    d += c;
    e /= 7u;
    e <<= a & 3;
    printf("%d %d %u %lld %d\n", a, b, c, d, e);
    a |= 0x30, b ^= (short)0xFF00, c %= 1000, d >>= 3, e &= ~4;
    printf("%d %d %u %lld %d\n", a, b, c, d, e);
    b -= (short)c;
    a <<= 4;
    a >>= 2;
    e *= -1.5;
    c += 0.75 * 4;
    printf("%d %d %u %d\n", a, b, c, e);
    return a;
}
