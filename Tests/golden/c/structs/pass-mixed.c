// Structs with members of several types as parameters between scalars, and as results.
#include <stdio.h>

struct pair { int a, b; };
struct mixed { char c; long long w; short s; };
struct reals { float f; double d; };
struct one { double d; };
struct tiny { signed char c; };

__attribute__((noinline)) static struct mixed join(char c, struct pair p, short s, struct tiny t, long long w, struct reals r) {
    return (struct mixed){(char)(c + t.c), w + p.a * (long long)p.b + (long long)r.d, (short)(s + (int)r.f)};
}

__attribute__((noinline)) static struct one average(struct reals left, struct one middle, struct reals right) {
    return (struct one){(left.f + left.d + middle.d + right.f + right.d) / 5};
}

int main(void) {
    struct mixed m = join('a', (struct pair){-3, 100000}, 7, (struct tiny){2}, 1LL << 40, (struct reals){2.5f, -10.25});
    struct one o = average((struct reals){1, 2}, (struct one){3}, (struct reals){4, 5.5});
    printf("%c %lld %d %.2f\n", m.c, m.w, m.s, o.d);
    return m.s;
}
