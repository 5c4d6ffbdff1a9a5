// The mathematical functions where results are exact or rounded to few digits.
#include <math.h>
#include <stdio.h>

int main(void) {
    volatile double x = -2.75, y = 10.5, z = 0.75;
    printf("%.2f %.2f %.2f %.2f %.2f %.2f\n", fabs(x), floor(x), ceil(x), trunc(x), round(x), round(2.5));
    printf("%.3f %.3f %.3f %.3f\n", fmod(y, 3), fmod(x, 2), sqrt(y * y), copysign(3, x));
    int exponent;
    double whole, part = frexp(y, &exponent), rest = modf(x, &whole);
    printf("%.5f %d %.2f %.2f %.1f\n", part, exponent, rest, whole, ldexp(z, 5));
    printf("%.6f %.6f %.6f %.6f\n", sin(z), cos(z), tan(z), atan2(x, y));
    printf("%.6f %.6f %.6f %.6f %.6f\n", exp(z), log(y), log10(1000), log2(4096), exp2(0.5));
    printf("%.6f %.4f %.6f %.1f\n", pow(y, 2.5), pow(-2, 9), pow(2, -3), hypot(3, 4));
    printf("%.5f %.5f %.5f %.5f\n", sinf(1), sqrtf(2), powf(2, 0.5f), floorf(-0.5f));
    printf("%d %d %d %d\n", isnan(x - x) != 0, isinf(1 / (x - x)) != 0, isfinite(x) != 0, signbit(x) != 0);
    return (int)lround(y);
}
