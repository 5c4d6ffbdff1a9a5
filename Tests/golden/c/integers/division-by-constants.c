// Division and remainder by constants, signed and unsigned, powers of two and others.
#include <stdio.h>

static volatile int values[] = {0, 1, -1, 5, -5, 99, -100, 12345678, -12345678, 2147483647, -2147483647 - 1};

#define BOTH(n) s = s * 31 + (unsigned)(v / n) + (unsigned)(v % n), u = u * 31 + w / n##u + w % n##u

int main(void) {
    for (int index = 0; index < 11; index++) {
        int v = values[index];
        unsigned w = (unsigned)v, s = 0, u = 0;
        BOTH(1), BOTH(2), BOTH(3), BOTH(5), BOTH(7), BOTH(10), BOTH(16), BOTH(60), BOTH(100), BOTH(641);
        BOTH(1000), BOTH(4096), BOTH(65537), BOTH(1000000007), BOTH(2147483647);
        printf("%08x %08x %d %d\n", s, u, v / -3, v % -8);
    }
    return 0;
}
