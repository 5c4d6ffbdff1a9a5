// Conditions of many comparisons, negated and combined, which compilers turn into masks.
#include <stdio.h>

static int inside(int x, int y, unsigned w, long long l) {
    int result = 0;
    if (x >= -5 && x <= 5) result |= 1;
    if (!(y < 3 || y > 8)) result |= 2;
    if ((unsigned)(x - 2) < 4u) result |= 4;
    if (w - 10 <= 20 && !(w & 1)) result |= 8;
    if ((x < y) == (l > 0)) result |= 16;
    if ((x ^ y) < 0) result |= 32;
    if (x && !y) result |= 64;
    if (!x != !y) result |= 128;
    return result;
}

int main(void) {
    int hash = 0;
    for (int x = -8; x < 9; x++) {
        for (int y = -1; y < 10; y++) hash = hash * 31 + inside(x, y, (unsigned)(x * y), (long long)y << 40) ;
    }
    printf("%08x %d %d\n", (unsigned)hash, inside(0, 5, 12, -1), inside(-6, 0, 31, 0));
    return hash & 0xFF;
}
