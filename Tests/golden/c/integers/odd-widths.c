// _BitInt of odd widths: wrapping, sign and shifts at the odd edge. oracle: clang
#include <stdio.h>

typedef unsigned _BitInt(7) u7;
typedef _BitInt(13) s13;
typedef unsigned _BitInt(33) u33;
typedef _BitInt(50) s50;

static volatile int source = 0x5ABCDEF3;

int main(void) {
    u7 a = (u7)source;
    s13 b = (s13)source;
    u33 c = (u33)((unsigned long long)(unsigned)source * 3);
    s50 d = (s50)((long long)source * 0x12345);
    a += 100;
    b = (s13)(b * 3);
    c = c * c + 1;
    d = (s50)(d << 7) >> 3;
    printf("%d %d %llu %lld\n", (int)a, (int)b, (unsigned long long)c, (long long)d);
    printf("%d %d %d\n", a < 50, b < 0, c > d);
    printf("%d %d %llu %lld\n", (int)(a / (u7)3), (int)(b % (s13)7), (unsigned long long)(c / 1000), (long long)(d / -9));
    return (int)(a ^ (u7)b);
}
