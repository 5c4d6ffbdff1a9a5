// Results through pointers, const parameters, and a struct that is changed while it is read.
#include <stdio.h>

struct state { int a, b; unsigned char log[8]; int length; };

static int divide(int a, int b, int *quotient, int *rest) {
    if (b == 0) return 0;
    *quotient = a / b;
    *rest = a % b;
    return 1;
}

static void note(struct state *s, int what) { s->log[s->length++ & 7] = (unsigned char)what; }

static int step(struct state *s, const int *by) {
    note(s, s->a);
    s->a += *by;
    note(s, *by);
    s->b ^= *by;
    return s->a - *by;
}

int main(void) {
    struct state s = {1, 2, {0}, 0};
    int quotient = 0, rest = 0, sum = 0;
    for (int index = 0; index < 5; index++) sum += step(&s, index & 1 ? &s.b : &s.a);
    int right = divide(-100, 7, &quotient, &rest) + divide(1, 0, &quotient, &rest) * 10;
    printf("%d %d %d %d %d %d\n", s.a, s.b, sum, right, quotient, rest);
    for (int index = 0; index < 8; index++) printf("%d ", s.log[index]);
    printf("\n");
    return s.a & 0xFF;
}
