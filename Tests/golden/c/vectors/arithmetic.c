// Vectors of four ints: arithmetic, shifts, comparisons and access to elements.
#include <stdio.h>

typedef int v4 __attribute__((vector_size(16)));
typedef unsigned u4 __attribute__((vector_size(16)));

static void show(v4 v) { printf("%d %d %d %d\n", v[0], v[1], v[2], v[3]); }

int main(void) {
    v4 a = {1, -2, 300000, 2147483647}, b = {5, 7, -9, 2};
    show(a + b);
    show(a * b);
    show(a - 3 * b);
    show(a / b);
    show(a % b);
    show(a << 2);
    show(a >> b / 2 * 0 + 1);
    show(a < b);
    show((a & b) | (a ^ ~b));
    u4 u = (u4)a;
    show((v4)(u >> 28));
    b[2] = a[1] * 10;
    v4 c = -b;
    show(c);
    return c[0] & 0xFF;
}
