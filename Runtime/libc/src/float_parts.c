// Parts, rounding and remainders of double.

#include <math.h>
#include <stdint.h>

#define HUB_FLOAT double
#define HUB_BITS uint64_t
#define HUB_MANTISSA 52
#define HUB_BIAS 1023
#define HUB_NAME(name) name
#include "float_parts.h"
