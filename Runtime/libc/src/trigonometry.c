// Sines, cosines, tangents and their inverses. Angles are reduced by multiples of a quarter turn, whose value is kept
// in three parts; beyond a million the result loses digits. Coefficients are those of least greatest error (Remez).

#include <math.h>
#include <stdbool.h>

#include "hub_math.h"

enum { HUB_QUARTERS = 1 << 20 };

#define HUB_QUARTER_HIGH 0x1.921fb544p+0
#define HUB_QUARTER_MIDDLE 0x1.0b4611a6p-34
#define HUB_QUARTER_LOW 2.0222662487959506e-21

/// The angle less the nearest multiple of a quarter turn; `quarter` is that multiple modulo 4.
static hub_pair hub_reduce(double angle, int *quarter) {
    if (!(fabs(angle) < HUB_QUARTERS * M_PI_2)) angle = fmod(angle, 2 * M_PI);
    int count = (int)(angle * (1 / M_PI_2) + (angle < 0 ? -0.5 : 0.5));
    *quarter = count & 3;
    double first = angle - count * HUB_QUARTER_HIGH, step = count * HUB_QUARTER_MIDDLE;
    double second = first - step, rest = (first - second) - step - count * HUB_QUARTER_LOW;
    double whole = second + rest;
    return (hub_pair){whole, second - whole + rest};
}

/// The sine of an angle of at most an eighth of a turn.
static double hub_sine(hub_pair angle) {
    static const double coefficients[] = {-0.16666666666666632,    0.0083333333333223836, -0.00019841269829780437,
                                          2.7557313681399921e-06, -2.5050756336161432e-08, 1.5896685919028912e-10};
    double square = angle.high * angle.high;
    double cubic = square * angle.high * __hub_polynomial(square, coefficients, 6);
    return angle.high + (cubic + angle.low * (1 - square / 2));
}

/// The cosine of an angle of at most an eighth of a turn.
static double hub_cosine(hub_pair angle) {
    static const double coefficients[] = {0.041666666666666602,    -0.0013888888888874183, 2.4801587289507829e-05,
                                          -2.7557314357172023e-07, 2.0875723652750919e-09, -1.1359655558670591e-11};
    double square = angle.high * angle.high, half = square / 2, whole = 1 - half;
    double rest = square * square * __hub_polynomial(square, coefficients, 6) - angle.high * angle.low;
    return whole + ((1 - whole - half) + rest);
}

/// The sine of an angle that is `turn` quarters further.
static double hub_turned_sine(double angle, int turn) {
    int quarter;
    if (!(fabs(angle) < HUGE_VAL)) return NAN;
    hub_pair rest = hub_reduce(angle, &quarter);
    quarter += turn;
    double sine = quarter & 1 ? hub_cosine(rest) : hub_sine(rest);
    return quarter & 2 ? -sine : sine;
}

double sin(double angle) { return angle == 0 ? angle : hub_turned_sine(angle, 0); }
double cos(double angle) { return hub_turned_sine(angle, 1); }
double tan(double angle) { return sin(angle) / cos(angle); }

/// atan(x) = atan(c) + atan((x - c) / (1 + x · c)) brings x below tan(pi/12).
double atan(double number) {
    static const double coefficients[] = {
        -0.33333333333333331, 0.1999999999999944,    -0.14285714285581083,  0.11111111095448113, -0.090909080335048492,
        0.076922635012205892, -0.066654827086849902, 0.058619103649300015, -0.050414824181153013, 0.033586454723270438};
    const double bound = 0.26794919243112270647, root = 0.57735026918962576451, sixth = 0.52359877559829887308;
    double x = fabs(number), base = 0;
    if (number != number) return number;
    bool inverted = x > 1, shifted;
    if (inverted) x = 1 / x;
    shifted = x > bound;
    if (shifted) {
        x = (x - root) / (1 + x * root);
        base = sixth;
    }
    double square = x * x;
    double result = base + (x + x * square * __hub_polynomial(square, coefficients, 10));
    return copysign(inverted ? M_PI_2 - result : result, number);
}

double atan2(double y, double x) {
    if (x != x || y != y) return x + y;
    double ratio;
    if (fabs(x) == HUGE_VAL && fabs(y) == HUGE_VAL) {
        ratio = 1;
    } else if (x == 0) {
        ratio = y == 0 ? 0 : HUGE_VAL;
    } else {
        ratio = fabs(y / x);
    }
    double angle = atan(ratio);
    return copysign(signbit(x) ? M_PI - angle : angle, y);
}

double asin(double sine) { return atan2(sine, sqrt((1 - sine) * (1 + sine))); }
double acos(double cosine) { return atan2(sqrt((1 - cosine) * (1 + cosine)), cosine); }

float sinf(float angle) { return (float)sin(angle); }
float cosf(float angle) { return (float)cos(angle); }
float tanf(float angle) { return (float)tan(angle); }
float atanf(float number) { return (float)atan(number); }
float atan2f(float y, float x) { return (float)atan2(y, x); }
float asinf(float sine) { return (float)asin(sine); }
float acosf(float cosine) { return (float)acos(cosine); }
