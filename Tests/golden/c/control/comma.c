// The comma operator, in conditions, arguments, indices and for headers.
#include <stdio.h>

int main(void) {
    int a = 1, b, c[4] = {0};
    b = (a += 2, a * 5);
    c[a++, b % 4] = (a, b);
    for (a = 0, b = 20; a < b; a += 3, b -= 2) c[0]++, c[1] += a;
    int d = ((void)(c[2] = 9), a);
    while (d--, d > 0) c[2] += d;
    printf("%d %d %d %d %d %d %d\n", a, b, (c[0], c[1]), c[0], c[2], c[3], d);
    return (a, b, c[1]);
}
