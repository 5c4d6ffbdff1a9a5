// Long expressions with many calls and temporaries, whose order does not matter.
#include <stdio.h>

__attribute__((noinline)) static int f(int x) { return x * 5 + 1; }
__attribute__((noinline)) static long long g(long long x) { return x * 3 - 7; }
__attribute__((noinline)) static double h(double x) { return x / 2 + 1; }

int main(void) {
    volatile int v = 4;
    int a = v, b = a + 1, c = b * 2;
    int x = ((f(a) + f(b)) * (f(c) - f(a + b)) ^ (f(f(a)) & f(f(b)))) + (f(c + 1) << (f(a) & 3)) - f(f(f(c)));
    long long y = (g(x) + g(a)) * (g(b) - g(c)) / (g(100) + 1) + (g(x) % g(9)) - (long long)f(x) * g(a);
    double z = h(x) * h(a) - h(b) / h(c) + h(h(h(a))) * (h((double)y) - x);
    printf("%d %lld %.6f\n", x, y, z);
    return x & 0xFF;
}
