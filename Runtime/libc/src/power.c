// Powers: e to the exponent times the logarithm, both in two parts.

#include <math.h>

#include "hub_math.h"

/// 0 for a number that is not whole, 1 for an odd one, 2 for an even one.
static int hub_parity(double number) {
    if (trunc(number) != number) return 0;
    return fmod(number, 2) != 0 ? 1 : 2;
}

/// The power of a base of 0 or infinity, of the magnitude alone.
static double hub_extreme_power(double base, double exponent) {
    return (base == 0) == (exponent < 0) ? HUGE_VAL : 0;
}

double pow(double base, double exponent) {
    if (exponent == 0 || base == 1) return 1;
    if (base != base || exponent != exponent) return base + exponent;
    double magnitude = fabs(base);
    if (fabs(exponent) == HUGE_VAL) {
        if (magnitude == 1) return 1;
        return (magnitude < 1) == (exponent < 0) ? HUGE_VAL : 0;
    }
    int parity = hub_parity(exponent);
    double sign = signbit(base) && parity == 1 ? -1 : 1;
    if (magnitude == 0 || magnitude == HUGE_VAL) return sign * hub_extreme_power(magnitude, exponent);
    if (base < 0 && parity == 0) return NAN;
    // Beyond this every power but those of 1 is 0 or infinite, and halves would not be exact.
    if (fabs(exponent) > 0x1p65) exponent = copysign(0x1p65, exponent);
    hub_pair log = __hub_log(magnitude);
    double log_high = __hub_upper_half(log.high), log_low = log.high - log_high + log.low;
    double high = __hub_upper_half(exponent), low = exponent - high;
    return sign * __hub_exp((hub_pair){high * log_high, low * log_high + exponent * log_low});
}

float powf(float base, float exponent) { return (float)pow(base, exponent); }
