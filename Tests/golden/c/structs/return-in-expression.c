// Members taken directly from a call's struct result, arrays in it, and results passed on.
#include <stdio.h>

struct triple { int v[3]; char tag; };

__attribute__((noinline)) static struct triple make(int base) {
    return (struct triple){{base, base * 2, base * 3}, (char)('a' + base)};
}

__attribute__((noinline)) static struct triple add(struct triple a, struct triple b) {
    for (int i = 0; i < 3; i++) a.v[i] += b.v[i];
    return a;
}

int main(void) {
    int sum = make(3).v[2] + make(4).tag + add(make(1), make(2)).v[1];
    struct triple t = add(add(make(5), make(6)), make(-7));
    t = add(t, t);
    printf("%d %d %d %d %c\n", sum, t.v[0], t.v[1], t.v[2], t.tag);
    return make(9).v[1];
}
