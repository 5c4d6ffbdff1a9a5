// Structs of several sizes as variable arguments.
#include <stdarg.h>
#include <stdio.h>

struct small { char a, b; };
struct middle { int a; short b; };
struct large { int v[5]; };
struct wide { long long w; char c; };

static long long total(int count, ...) {
    va_list list;
    long long sum = 0;
    va_start(list, count);
    for (int index = 0; index < count; index++) {
        struct small s = va_arg(list, struct small);
        struct large l = va_arg(list, struct large);
        int i = va_arg(list, int);
        struct middle m = va_arg(list, struct middle);
        struct wide w = va_arg(list, struct wide);
        sum = sum * 3 + s.a + s.b + l.v[0] + l.v[4] + i + m.a * m.b + w.w + w.c;
    }
    va_end(list);
    return sum;
}

int main(void) {
    struct small s = {1, 2};
    struct large l = {{3, 0, 0, 0, 4}};
    struct middle m = {5, 6};
    struct wide w = {1LL << 33, 7};
    printf("%lld\n", total(1, s, l, 8, m, w));
    l.v[4] = -100;
    printf("%lld\n", total(2, s, l, 9, m, w, (struct small){-1, -2}, l, 10, (struct middle){-7, 8}, w));
    return 0;
}
