// Mathematics against the host's, within units of the last place; what is exact must be the same bits.

#include <math.h>
#include <string.h>

#include "check.h"

/// The distance of two doubles in representable numbers.
static double steps(double left, double right) {
    int64_t one, other;
    if (left != left || right != right) return left != left && right != right ? 0 : INFINITY;
    memcpy(&one, &left, sizeof one);
    memcpy(&other, &right, sizeof other);
    if (one < 0) one = INT64_MIN - one;
    if (other < 0) other = INT64_MIN - other;
    return fabs((double)((__int128)one - other));
}

static double steps_f(float left, float right) {
    int32_t one, other;
    if (left != left || right != right) return left != left && right != right ? 0 : INFINITY;
    memcpy(&one, &left, sizeof one);
    memcpy(&other, &right, sizeof other);
    if (one < 0) one = INT32_MIN - one;
    if (other < 0) other = INT32_MIN - other;
    return fabs((double)((__int128)one - other));
}

#define ONE(name, most)                                                                                     \
    double hub_##name(double);                                                                              \
    float hub_##name##f(float);                                                                             \
    static void check_##name(double x) {                                                                    \
        double mine = hub_##name(x), theirs = name(x);                                                      \
        CHECK(steps(mine, theirs) <= most, #name " of %.17g is %.17g, not %.17g", x, mine, theirs);         \
        float narrow = hub_##name##f((float)x), wanted = (float)name((float)x);                             \
        CHECK(steps_f(narrow, wanted) <= (most > 0), #name "f of %.9g is %.9g, not %.9g", (double)(float)x, \
            (double)narrow, (double)wanted);                                                                \
    }

#define TWO(name, most)                                                                                          \
    double hub_##name(double, double);                                                                           \
    float hub_##name##f(float, float);                                                                           \
    static void check_##name(double x, double y) {                                                               \
        double mine = hub_##name(x, y), theirs = name(x, y);                                                     \
        CHECK(steps(mine, theirs) <= most, #name " of %.17g, %.17g is %.17g, not %.17g", x, y, mine, theirs);    \
        float narrow = hub_##name##f((float)x, (float)y), wanted = (float)name((float)x, (float)y);              \
        CHECK(steps_f(narrow, wanted) <= (most > 0), #name "f of %.9g, %.9g is %.9g, not %.9g", (double)(float)x, \
            (double)(float)y, (double)narrow, (double)wanted);                                                   \
    }

ONE(fabs, 0)
ONE(sqrt, 0)
ONE(trunc, 0)
ONE(floor, 0)
ONE(ceil, 0)
ONE(round, 0)
ONE(exp, 1)
ONE(exp2, 1)
ONE(log, 1)
ONE(log2, 1)
ONE(log10, 3)
ONE(sin, 1)
ONE(cos, 1)
ONE(tan, 3)
ONE(atan, 4)
ONE(asin, 4)
ONE(acos, 4)
TWO(copysign, 0)
TWO(fmod, 0)
TWO(fmin, 0)
TWO(fmax, 0)
TWO(fdim, 0)
TWO(pow, 12)
TWO(atan2, 3)
TWO(hypot, 1)

double hub_frexp(double, int *);
float hub_frexpf(float, int *);
double hub_ldexp(double, int);
float hub_ldexpf(float, int);
double hub_modf(double, double *);
long hub_lround(double);

static void check_exact(double x, double y) {
    check_fabs(x);
    check_sqrt(x);
    check_trunc(x);
    check_floor(x);
    check_ceil(x);
    check_round(x);
    check_copysign(x, y);
    check_fmod(x, y);
    // Hosts differ in which zero and which signalling NaN they answer.
    if (x < y || x > y) {
        check_fmin(x, y);
        check_fmax(x, y);
    }
    check_fdim(x, y);
    int mine = 0, theirs = 0, exponent = (int)check_random_below(4400) - 2200;
    double part = hub_frexp(x, &mine), wanted = frexp(x, &theirs);
    CHECK(steps(part, wanted) == 0 && (mine == theirs || !isfinite(x)), "frexp of %.17g", x);
    part = hub_frexpf((float)x, &mine);
    wanted = frexpf((float)x, &theirs);
    CHECK(steps(part, wanted) == 0 && (mine == theirs || !isfinite((float)x)), "frexpf of %.17g", x);
    CHECK(steps(hub_ldexp(x, exponent), ldexp(x, exponent)) == 0, "ldexp of %.17g, %d", x, exponent);
    CHECK(steps_f(hub_ldexpf((float)x, exponent / 8), ldexpf((float)x, exponent / 8)) == 0, "ldexpf of %.9g, %d", x,
        exponent / 8);
    double whole, other;
    part = hub_modf(x, &whole);
    wanted = modf(x, &other);
    CHECK(steps(part, wanted) == 0 && steps(whole, other) == 0, "modf of %.17g", x);
    if (fabs(x) < 1e18) CHECK(hub_lround(x) == lround(x), "lround of %.17g", x);
}

static void check_near(double x, double y) {
    check_exp(x);
    check_exp2(x);
    check_log(fabs(x));
    check_log2(fabs(x));
    check_log10(fabs(x));
    if (fabs(x) < 1e6) {
        check_sin(x);
        check_cos(x);
        check_tan(x);
    }
    check_atan(x);
    check_atan2(y, x);
    check_hypot(x, y);
    check_pow(x, y);
    check_pow(fabs(x), y);
    double sine = sin(x);
    check_asin(sine);
    check_acos(sine);
}

void check_mathematics(void) {
    static const double special[] = {0,    -0.0,     1,   -1,  0.5, 2,  3,  -3,   0.25, INFINITY, -INFINITY, NAN,
                                     1e300, -1e-300, 5e-324, 2.5, 1000, 1e16, 0x1p52, 0x1p53, 709.7, -745, 1e-17};
    int count = sizeof special / sizeof *special;
    for (int left = 0; left < count; left++) {
        for (int right = 0; right < count; right++) {
            check_exact(special[left], special[right]);
            check_near(special[left], special[right]);
        }
    }
    check_fmin(NAN, 1);
    check_fmax(1, NAN);
    for (int round = 0; round < 100000; round++) {
        double x = check_random_double(), y = check_random_double();
        check_exact(x, y);
        check_near(x, y);
        double small = (double)((int64_t)check_random_below(2000001) - 1000000) / 1000;
        check_near(small, y);
        check_near(fabs(small) / 100, (double)((int64_t)check_random_below(2001) - 1000) / 8);
    }
    for (int power = -300; power < 300; power++) check_log10(pow(10, power));
}
