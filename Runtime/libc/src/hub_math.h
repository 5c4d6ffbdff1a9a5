// What the transcendental functions share.
#ifndef HUB_MATH_H
#define HUB_MATH_H

/// A number as the sum of two, the second much smaller than the first.
typedef struct hub_pair {
    double high;
    double low;
} hub_pair;

/// c[0] + c[1] · x + … of `count` coefficients.
double __hub_polynomial(double x, const double *coefficients, int count);
/// The upper half of the mantissa: products of two such numbers are exact.
double __hub_upper_half(double number);
/// The natural logarithm of a positive finite number, to about 2^-60 of it.
hub_pair __hub_log(double number);
/// e to the power of high + low.
double __hub_exp(hub_pair power);

#endif
