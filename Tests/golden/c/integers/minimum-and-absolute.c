// Minimum, maximum, absolute value and clamping of several types, where compilers use selects.
#include <stdio.h>
#include <stdlib.h>

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

static volatile int values[] = {-5, 0, 5, 2147483647, -2147483647, 300, -200};

int main(void) {
    for (int index = 0; index < 6; index++) {
        int a = values[index], b = values[index + 1];
        unsigned u = (unsigned)a, v = (unsigned)b;
        long long w = (long long)a * 3, x = (long long)b * 5;
        unsigned char clamped = (unsigned char)MIN(MAX(a, 0), 255);
        printf("%d %d %u %u %lld %lld %d %d %lld %d\n", MIN(a, b), MAX(a, b), MIN(u, v), MAX(u, v), MIN(w, x), MAX(w, x),
            clamped, abs(a), llabs(x), (a > 0) - (a < 0));
    }
    return 0;
}
