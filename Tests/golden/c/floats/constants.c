// Decimal and hexadecimal floating constants, of each type.
#include <float.h>
#include <stdio.h>

int main(void) {
    printf("%.9g %.17g %.9g %.17g\n", 0.1f, 0.1, 1e10f, 1e22);
    printf("%.17g %.17g %.9g\n", 0x1.8p1, 0x.8p-3, 0x1.fffffep127f);
    printf("%d %d %d %d\n", FLT_MANT_DIG, DBL_MANT_DIG, DBL_MAX_EXP, FLT_MIN_EXP);
    printf("%.9g %.17g %.17g\n", FLT_MAX, DBL_EPSILON, DBL_MIN);
    printf("%d %d %d\n", (int)sizeof 1.0f, (int)sizeof 1.0, (int)sizeof(_Float16));
    printf("%.1f %.1f\n", 5 / 2 + 0.5, 5 / 2.0);
    return (int)3.99f;
}
