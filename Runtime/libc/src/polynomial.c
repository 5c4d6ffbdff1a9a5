// Polynomials, and numbers in halves.

#include <stdint.h>

#include "hub_math.h"

double __hub_polynomial(double x, const double *coefficients, int count) {
    double sum = coefficients[--count];
    while (count > 0) sum = sum * x + coefficients[--count];
    return sum;
}

double __hub_upper_half(double number) {
    return __builtin_bit_cast(double, __builtin_bit_cast(uint64_t, number) & ~0x7FFFFFFull);
}
