// float and double arithmetic with rounding that differs between the two.
#include <stdio.h>

static volatile float f = 1.1f, g = 3.3f;
static volatile double d = 1.1, e = 3.3;

int main(void) {
    printf("%.9g %.9g %.9g %.9g\n", f + g, f - g, f * g, f / g);
    printf("%.17g %.17g %.17g %.17g\n", d + e, d - e, d * e, d / e);
    printf("%.17g %.17g %.9g\n", f + d, (double)f * g, (float)(d * e));
    float sum = 0;
    double total = 0;
    for (int index = 1; index < 60; index++) {
        sum += 1.0f / index;
        total += 1.0 / index;
    }
    printf("%.9g %.17g %.9g\n", sum, total, -f);
    f += 0.1;
    d -= f;
    f++;
    printf("%.9g %.17g\n", f, d);
    return (int)(total * 10);
}
