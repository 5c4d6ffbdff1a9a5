// Twelve parameters of different widths, in registers and on the stack.
#include <stdio.h>

__attribute__((noinline)) static long long sum(
    char a, short b, int c, long long d, unsigned char e, int f, float g, double h, unsigned short i, long long j, int *k,
    unsigned l) {
    return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + (int)g * 7 + (int)h * 8 + i * 9 + j * 10 + *k * 11 + l * 12LL;
}

__attribute__((noinline)) static int last(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l) {
    return a ? last(b, c, d, e, f, g, h, i, j, k, l, 0) : l * 10 + b;
}

int main(void) {
    int value = -5;
    printf("%lld\n", sum(-1, -300, 70000, 1LL << 33, 200, -9, 2.75f, -3.5, 65535, -(1LL << 34), &value, 4000000000u));
    printf("%d\n", last(1, 2, 3, 4, 5, 0, 7, 8, 9, 10, 11, 12));
    return last(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3);
}
