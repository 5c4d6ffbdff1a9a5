// Powers of e and of 2. x = k · ln 2 + r with |r| below 0.35; e^r comes from a polynomial whose coefficients are those
// of least greatest error (Remez).

#include <math.h>

#include "hub_math.h"

#define HUB_LN2_HIGH 0x1.62e42feep-1
#define HUB_LN2_LOW 1.9082149292705877e-10

double __hub_exp(hub_pair power) {
    static const double coefficients[] = {
        0.50000000000000122,    0.16666666666666699,    0.041666666666516083,   0.0083333333333072187,
        0.0013888888946868105,  0.0001984126991739254,  2.4801490076625971e-05, 2.7557216272979505e-06,
        2.7631237308084183e-07, 2.5117873485720746e-08};
    if (power.high != power.high) return power.high;
    if (power.high > 710) return HUGE_VAL;
    if (power.high < -746) return 0;
    int count = (int)(power.high * M_LOG2E + (power.high < 0 ? -0.5 : 0.5));
    double rest = power.high - count * HUB_LN2_HIGH, low = power.low - count * HUB_LN2_LOW;
    double whole = rest + low, lost = rest - whole + low;
    double tail = whole * whole * __hub_polynomial(whole, coefficients, 10) + lost;
    return scalbn(1 + (whole + tail), count);
}

double exp(double number) { return __hub_exp((hub_pair){number, 0}); }

double exp2(double number) {
    if (!(number > -1100 && number < 1100)) return __hub_exp((hub_pair){number, 0});
    double whole = round(number);
    return scalbn(__hub_exp((hub_pair){(number - whole) * M_LN2, 0}), (int)whole);
}

float expf(float number) { return (float)exp(number); }
float exp2f(float number) { return (float)exp2(number); }
