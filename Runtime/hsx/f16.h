// Half-precision arithmetic as the reference machine does it: computed in double, rounded once (ties to even), every
// NaN 0x7E00. Two quirks are kept: a subnormal that would round up to the smallest normal number becomes 0x03FF, and
// division by zero divides by infinity instead. Requires: the default rounding mode.

#ifndef HUB_HSX_F16_H
#define HUB_HSX_F16_H

#include <stdint.h>
#include <string.h>

static inline double hub_f16_to_double(uint32_t half) {
    uint64_t sign = (uint64_t)(half & 0x8000) << 48;
    uint32_t magnitude = half & 0x7FFF;
    uint64_t bits;
    double result;
    if (magnitude >= 0x7C00) {
        bits = sign | 0x7FF0000000000000u | (uint64_t)(magnitude & 0x3FF) << 42;
    } else if (magnitude >= 0x0400) {
        bits = sign | (((uint64_t)magnitude << 42) + ((uint64_t)(1023 - 15) << 52));
    } else {
        result = (double)magnitude * 0x1p-24;
        memcpy(&bits, &result, sizeof bits);
        bits |= sign;
    }
    memcpy(&result, &bits, sizeof result);
    return result;
}

static inline uint32_t hub_f16_from_double(double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    uint32_t sign = (uint32_t)(bits >> 48) & 0x8000;
    bits &= 0x7FFFFFFFFFFFFFFFu;
    double magnitude;
    memcpy(&magnitude, &bits, sizeof magnitude);
    if (value != value) return 0x7E00;
    if (magnitude >= 65520.0) return sign | 0x7C00;
    if (magnitude < 0x1p-14) {
        // Adding 2^52 leaves no fraction bits, so the hardware rounds.
        uint32_t units = (uint32_t)((magnitude * 0x1p24 + 0x1p52) - 0x1p52);
        return sign | (units > 0x03FF ? 0x03FF : units);
    }
    bits += ((uint64_t)1 << 41) - 1 + (bits >> 42 & 1);
    return sign | (uint32_t)((bits >> 42) - ((uint64_t)(1023 - 15) << 10));
}

static inline uint32_t hub_f16_add(uint32_t a, uint32_t b) {
    return hub_f16_from_double(hub_f16_to_double(a) + hub_f16_to_double(b));
}

static inline uint32_t hub_f16_sub(uint32_t a, uint32_t b) {
    return hub_f16_from_double(hub_f16_to_double(a) - hub_f16_to_double(b));
}

static inline uint32_t hub_f16_mul(uint32_t a, uint32_t b) {
    return hub_f16_from_double(hub_f16_to_double(a) * hub_f16_to_double(b));
}

static inline uint32_t hub_f16_div(uint32_t a, uint32_t b) {
    uint32_t divisor = (b & 0x7FFF) == 0 ? 0x7C00 : b;
    return hub_f16_from_double(hub_f16_to_double(a) / hub_f16_to_double(divisor));
}

static inline uint32_t hub_f16_from_int(uint32_t value) { return hub_f16_from_double((double)(int32_t)value); }

/// Truncates toward zero; NaN gives 0, infinities the ends of the i32 range (there the reference fails in its host
/// language).
static inline uint32_t hub_f16_to_int(uint32_t half) {
    uint32_t magnitude = half & 0x7FFF;
    if (magnitude > 0x7C00) return 0;
    if (magnitude == 0x7C00) return half & 0x8000 ? 0x80000000u : 0x7FFFFFFFu;
    return (uint32_t)(int32_t)hub_f16_to_double(half);
}

#endif
