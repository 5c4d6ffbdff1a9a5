// Logarithms. x = 2^k · m with m near 1; log m = 2 artanh s with s = (m - 1) / (m + 1). The first term is kept in two
// parts, so that powers and other bases come out right to the last bit but one.

#include <math.h>

#include "hub_math.h"

#define HUB_LN2_HIGH 0x1.62e42feep-1
#define HUB_LN2_LOW 1.9082149292705877e-10

hub_pair __hub_log(double number) {
    static const double coefficients[] = {
        0.66666666666666663, 0.4000000000000089,  0.28571428570794732, 0.22222222393609403,
        0.18181795447839416, 0.15386249698029161, 0.13268515959275978, 0.1308922165233988};
    int count;
    double m = frexp(number, &count);
    if (m < M_SQRT1_2) {
        m *= 2;
        count--;
    }
    double top = m - 1, bottom = __hub_upper_half(m + 1), bottom_low = m - (bottom - 1);
    double s = top / (m + 1), high = __hub_upper_half(s);
    double low = (top - high * bottom - high * bottom_low) / (m + 1);
    double square = s * s;
    double tail = 2 * low + s * square * __hub_polynomial(square, coefficients, 8);
    double first = count * HUB_LN2_HIGH, sum = first + 2 * high;
    double rest = (first - sum) + 2 * high + (tail + count * HUB_LN2_LOW), whole = sum + rest;
    return (hub_pair){whole, sum - whole + rest};
}

/// The logarithm of any number times a factor.
static double hub_log_times(double number, hub_pair factor) {
    if (number == 0) return -HUGE_VAL;
    if (!(number > 0)) return number < 0 ? NAN : number;
    if (number == HUGE_VAL) return number;
    hub_pair log = __hub_log(number);
    double high = __hub_upper_half(log.high), low = log.high - high + log.low;
    return high * factor.high + (low * factor.high + (high + low) * factor.low);
}

double log(double number) { return hub_log_times(number, (hub_pair){1, 0}); }
double log2(double number) {
    return hub_log_times(number, (hub_pair){1.4426950216293335, 1.9259629911266175e-08});
}
double log10(double number) {
    return hub_log_times(number, (hub_pair){0.43429447710514069, 4.7981111416159728e-09});
}

float logf(float number) { return (float)log(number); }
float log2f(float number) { return (float)log2(number); }
float log10f(float number) { return (float)log10(number); }
