// Mathematics of double and float. `long double` is `double`. Errors show in the result; errno stays as it is.
#ifndef __HUB_MATH_H
#define __HUB_MATH_H

typedef double double_t;
typedef float float_t;

#define HUGE_VAL __builtin_huge_val()
#define HUGE_VALF __builtin_huge_valf()
#define HUGE_VALL ((long double)__builtin_huge_val())
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")

#define M_E 2.7182818284590452354
#define M_LOG2E 1.4426950408889634074
#define M_LOG10E 0.43429448190325182765
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_SQRT2 1.41421356237309504880
#define M_SQRT1_2 0.70710678118654752440

#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
#define math_errhandling 0

#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define fpclassify(number) __builtin_fpclassify(FP_NAN, FP_INFINITE, FP_NORMAL, FP_SUBNORMAL, FP_ZERO, number)
#define isfinite(number) __builtin_isfinite(number)
#define isinf(number) __builtin_isinf(number)
#define isnan(number) __builtin_isnan(number)
#define isnormal(number) __builtin_isnormal(number)
#define signbit(number) __builtin_signbit(number)
#define isgreater(left, right) __builtin_isgreater(left, right)
#define isgreaterequal(left, right) __builtin_isgreaterequal(left, right)
#define isless(left, right) __builtin_isless(left, right)
#define islessequal(left, right) __builtin_islessequal(left, right)
#define islessgreater(left, right) __builtin_islessgreater(left, right)
#define isunordered(left, right) __builtin_isunordered(left, right)

double acos(double cosine);
double asin(double sine);
double ceil(double number);
double copysign(double magnitude, double sign);
double cos(double angle);
double exp(double number);
double exp2(double number);
double fabs(double number);
double fdim(double left, double right);
double floor(double number);
double fmax(double left, double right);
double fmin(double left, double right);
double fmod(double dividend, double divisor);
double frexp(double number, int *exponent);
double hypot(double left, double right);
double ldexp(double number, int exponent);
double log(double number);
double log10(double number);
double log2(double number);
long lround(double number);
double modf(double number, double *whole);
double pow(double base, double exponent);
double round(double number);
double scalbn(double number, int exponent);
double sin(double angle);
double sqrt(double number);
double tan(double angle);
double atan(double number);
double atan2(double y, double x);
double trunc(double number);

float acosf(float cosine);
float asinf(float sine);
float ceilf(float number);
float copysignf(float magnitude, float sign);
float cosf(float angle);
float expf(float number);
float exp2f(float number);
float fabsf(float number);
float fdimf(float left, float right);
float floorf(float number);
float fmaxf(float left, float right);
float fminf(float left, float right);
float fmodf(float dividend, float divisor);
float frexpf(float number, int *exponent);
float hypotf(float left, float right);
float ldexpf(float number, int exponent);
float logf(float number);
float log10f(float number);
float log2f(float number);
long lroundf(float number);
float modff(float number, float *whole);
float powf(float base, float exponent);
float roundf(float number);
float scalbnf(float number, int exponent);
float sinf(float angle);
float sqrtf(float number);
float tanf(float angle);
float atanf(float number);
float atan2f(float y, float x);
float truncf(float number);

#endif
