// Parts, rounding and remainders of float.

#include <math.h>
#include <stdint.h>

#define HUB_FLOAT float
#define HUB_BITS uint32_t
#define HUB_MANTISSA 23
#define HUB_BIAS 127
#define HUB_NAME(name) name##f
#include "float_parts.h"
