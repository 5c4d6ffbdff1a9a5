// Nested conditional expressions, their common types, and conditional lvalues through pointers.
#include <stdio.h>

static const char *size(int n) { return n < 10 ? n < 5 ? "tiny" : "small" : n < 100 ? "middle" : "large"; }

int main(void) {
    int a = 1, b = 2, condition = 1;
    *(condition ? &a : &b) += 10;
    *(!condition ? &a : &b) += 100;
    unsigned u = 5;
    int negative = -1;
    long long wide = condition ? negative : u;
    long long narrow = condition ? (short)negative : (signed char)3;
    double real = condition ? 1 : 2.5;
    printf("%s %s %s %s %d %d %lld %lld %.1f\n", size(3), size(7), size(50), size(500), a, b, wide, narrow, real / 2);
    printf("%d\n", a > b ? 1 : a == 11 ? 2 : 3);
    return condition ?: 9;
}
