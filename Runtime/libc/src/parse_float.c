// Floating numbers from decimal text, rounded correctly: the digits become a decimal number, powers of two bring it
// into the range of 64-bit integers, and the integer is rounded once. Hexadecimal numbers are not read.

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hub_decimal.h"

/// A format of floating numbers: bits of the mantissa with the first, least exponent of a normal number.
typedef struct hub_float_kind {
    int precision;
    int least;
} hub_float_kind;

enum {
    HUB_MAX_DECIMAL = 310,
    HUB_MIN_DECIMAL = -330,
    /// More digits than any double needs to be told from its neighbours.
    HUB_MAX_DIGITS = 780,
    HUB_EXPONENT_LIMIT = 100000,
};

/// The double mantissa · 2^exponent, which must be exact or too large.
static double hub_compose(uint64_t mantissa, int exponent) {
    if (mantissa == 0) return 0;
    int top = 63 - __builtin_clzll(mantissa);
    if (top + exponent > 1023) return HUGE_VAL;
    uint64_t bits = top + exponent < -1022 ? mantissa << (exponent + 1074)
                                           : ((uint64_t)(top + exponent + 1022) << 52) + (mantissa << (52 - top));
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/// integer · 2^exponent rounded, half to even; `sticky` is whether something follows the integer.
static double hub_round(uint64_t integer, int exponent, bool sticky, hub_float_kind kind) {
    int top = 63 - __builtin_clzll(integer);
    int shift = top + 1 - kind.precision;
    if (top + exponent < kind.least) shift += kind.least - (top + exponent);
    if (shift > 63) return 0;
    uint64_t mantissa = integer >> shift, half = 1ull << (shift - 1), rest = integer & (2 * half - 1);
    if (rest > half || (rest == half && (sticky || mantissa % 2 == 1))) mantissa++;
    if (mantissa >> kind.precision) {
        mantissa >>= 1;
        shift++;
    }
    return hub_compose(mantissa, exponent + shift);
}

/// A decimal number that is not 0, rounded.
static double hub_decimal_round_to_float(hub_decimal *decimal, hub_float_kind kind) {
    int exponent = 0;
    // The integer is to have from 54 to 63 bits: five limbs from 2e16 to 9e18.
    for (;;) {
        int whole = decimal->point - decimal->first, lead = decimal->limb[decimal->first];
        if (whole > 5 || (whole == 5 && lead >= 900)) {
            int bits = whole > 6 ? 13 : 1;
            __hub_decimal_halve(decimal, bits);
            exponent += bits;
        } else if (whole < 5 || lead < 2) {
            int bits = whole < 4 ? 13 : 1;
            __hub_decimal_double(decimal, bits);
            exponent -= bits;
        } else {
            break;
        }
    }
    uint64_t integer = 0;
    bool sticky = decimal->sticky;
    for (int place = decimal->first; place < decimal->point; place++) {
        integer = integer * HUB_LIMB + (place < decimal->end ? decimal->limb[place] : 0);
    }
    for (int place = decimal->point; place < decimal->end; place++) sticky |= decimal->limb[place] != 0;
    return hub_round(integer, exponent, sticky, kind);
}

/// The digits of a number in its text: where the first that is not 0 stands, how many follow it, and the power of ten
/// of the first.
typedef struct hub_number_text {
    const char *digits;
    int count;
    int power;
} hub_number_text;

/// Reads `e` and an exponent; answers it, or 0 when there is none.
static int hub_read_exponent(const char **place) {
    const char *text = *place;
    if ((*text | 32) != 'e') return 0;
    text++;
    bool negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    if (*text < '0' || *text > '9') return 0;
    int exponent = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (exponent < HUB_EXPONENT_LIMIT) exponent = exponent * 10 + (*text - '0');
    }
    *place = text;
    return negative ? -exponent : exponent;
}

/// Finds the digits of a number; answers its end, or null when there are no digits.
static const char *hub_scan_number(const char *text, hub_number_text *number) {
    bool point = false, any = false;
    int whole = 0;
    *number = (hub_number_text){NULL, 0, 0};
    for (;; text++) {
        if (*text == '.' && !point) {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9') break;
        any = true;
        if (!number->digits && *text != '0') number->digits = text;
        if (number->digits) number->count++;
        // The power of the first digit: one more for each digit behind it that is before the point.
        if (number->digits && !point) whole++;
        if (!number->digits && point) whole--;
    }
    if (!any) return NULL;
    number->power = whole - 1 + hub_read_exponent(&text);
    return text;
}

/// The digits as a decimal number with the point where it belongs.
static void hub_fill_decimal(hub_decimal *decimal, const hub_number_text *number) {
    int power = number->power;
    decimal->point = power >= 16 ? HUB_LARGE_POINT : HUB_SMALL_POINT;
    decimal->sticky = false;
    // Counted in digits from the first of limb 0; what a double cannot see is dropped.
    int place = decimal->point * HUB_LIMB_DIGITS - 1 - power;
    int shown = number->count < HUB_MAX_DIGITS ? number->count : HUB_MAX_DIGITS;
    decimal->first = place / HUB_LIMB_DIGITS;
    decimal->end = decimal->first;
    const char *digit = number->digits;
    for (int index = 0; index < number->count; digit++) {
        if (*digit == '.') continue;
        if (index++ >= shown) {
            decimal->sticky |= *digit != '0';
            continue;
        }
        int limb = place / HUB_LIMB_DIGITS;
        if (limb >= HUB_LIMBS) {
            decimal->sticky |= *digit != '0';
            continue;
        }
        if (limb == decimal->end) decimal->limb[decimal->end++] = 0;
        int value = *digit - '0';
        for (int rest = HUB_LIMB_DIGITS - 1 - place % HUB_LIMB_DIGITS; rest > 0; rest--) value *= 10;
        decimal->limb[limb] = (uint16_t)(decimal->limb[limb] + value);
        place++;
    }
    // Zeros up to the point are limbs like others.
    while (decimal->end < decimal->point) decimal->limb[decimal->end++] = 0;
}

/// `inf`, `infinity` or `nan`; answers the end of the word, or null.
static const char *hub_parse_word(const char *text, double *number) {
    if (strncasecmp(text, "inf", 3) == 0) {
        *number = HUGE_VAL;
        return text + (strncasecmp(text + 3, "inity", 5) == 0 ? 8 : 3);
    }
    if (strncasecmp(text, "nan", 3) == 0) {
        *number = NAN;
        return text + 3;
    }
    return NULL;
}

static double hub_parse_float(const char *text, char **end, hub_float_kind kind) {
    const char *place = text;
    double result = 0;
    while (*place == ' ' || (*place >= '\t' && *place <= '\r')) place++;
    bool negative = *place == '-';
    if (*place == '-' || *place == '+') place++;
    hub_number_text number;
    const char *after = hub_scan_number(place, &number);
    if (!after) {
        after = hub_parse_word(place, &result);
        if (!after) after = text, negative = false;
    } else if (number.digits) {
        if (number.power > HUB_MAX_DECIMAL) {
            result = HUGE_VAL;
        } else if (number.power >= HUB_MIN_DECIMAL) {
            hub_decimal decimal;
            hub_fill_decimal(&decimal, &number);
            result = hub_decimal_round_to_float(&decimal, kind);
        }
        if (result == 0 || result > (kind.precision == 24 ? (double)__FLT_MAX__ : __DBL_MAX__)) errno = ERANGE;
    }
    if (end) *end = (char *)(uintptr_t)after;
    return negative ? -result : result;
}

double strtod(const char *restrict text, char **restrict end) {
    return hub_parse_float(text, end, (hub_float_kind){53, -1022});
}

long double strtold(const char *restrict text, char **restrict end) { return strtod(text, end); }

float strtof(const char *restrict text, char **restrict end) {
    return (float)hub_parse_float(text, end, (hub_float_kind){24, -126});
}

double atof(const char *text) { return strtod(text, NULL); }
