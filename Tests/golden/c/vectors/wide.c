// Vectors of 64-bit numbers and of eight ints, passed by value and returned.
#include <stdio.h>

typedef long long w2 __attribute__((vector_size(16)));
typedef int v8 __attribute__((vector_size(32)));

__attribute__((noinline)) static void scale(v8 *v, int by) { *v = *v * by - (*v >> 1); }

int main(void) {
    w2 a = {1LL << 40, -5}, b = {3, 1000000007};
    w2 c = a * b + (a ^ b), d = c >> 3;
    v8 v = {1, 2, 3, 4, 5, 6, 7, 8};
    scale(&v, 9);
    scale(&v, -3);
    int total = 0;
    for (int index = 0; index < 8; index++) total = total * 7 + v[index];
    printf("%lld %lld %lld %lld %d\n", c[0], c[1], d[0], d[1], total);
    return total & 0xFF;
}
