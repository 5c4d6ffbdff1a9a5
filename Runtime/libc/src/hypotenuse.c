// The length of a vector, without overflow on the way.

#include <math.h>

double hypot(double left, double right) {
    double long_side = fmax(fabs(left), fabs(right)), short_side = fmin(fabs(left), fabs(right));
    if (long_side == HUGE_VAL || fabs(left) == HUGE_VAL || fabs(right) == HUGE_VAL) return HUGE_VAL;
    if (left != left || right != right) return left + right;
    if (long_side == 0) return 0;
    int exponent;
    frexp(long_side, &exponent);
    long_side = scalbn(long_side, -exponent);
    short_side = scalbn(short_side, -exponent);
    return scalbn(sqrt(long_side * long_side + short_side * short_side), exponent);
}

float hypotf(float left, float right) { return (float)hypot(left, right); }
