// Differences, comparisons and steps of pointers to elements of several sizes.
#include <stdio.h>

struct five { char c[5]; };

static int ints[10];
static struct five fives[10];
static long long wides[10];

int main(void) {
    int *p = ints + 3, *q = &ints[8];
    struct five *f = fives + 7, *g = &fives[2];
    long long *w = &wides[9];
    printf("%d %d %d %d\n", (int)(q - p), (int)(p - q), (int)(f - g), (int)(wides - w));
    printf("%d %d %d %d\n", p < q, q <= p, f > g, w != wides + 9);
    p += 2;
    q -= 3;
    printf("%d %d %d\n", p == q, (int)((char *)f - (char *)g), (int)((char *)w - (char *)wides));
    int steps = 0;
    for (int *at = ints + 9; at >= ints; at -= 2) *at = ++steps;
    int total = 0;
    for (int *at = ints; at != ints + 10; ++at) total = total * 2 + *at;
    unsigned index = 0xFFFFFFFE;
    printf("%d %d\n", total, (ints + 5)[(int)index]);
    return (int)(&ints[7] - &ints[2]);
}
