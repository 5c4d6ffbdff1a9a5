// printf of floating numbers: exact, in every precision. The number becomes decimal, is rounded once at the last digit
// that is shown, half to even, and its digits are written.

#include <string.h>

#include "hub_decimal.h"
#include "hub_format.h"

enum {
    HUB_MANTISSA_BITS = 52,
    HUB_EXPONENT_BIAS = 1075,
    HUB_MAX_EXPONENT = 0x7FF,
    /// No double has more digits.
    HUB_MAX_SHOWN = HUB_LIMBS * HUB_LIMB_DIGITS,
};

/// The powers of ten below a limb, by the place of a digit in its limb.
static int hub_unit(int digit) {
    static const short units[] = {1000, 100, 10, 1};
    return units[digit % HUB_LIMB_DIGITS];
}

/// mantissa · 2^exponent. A mantissa of 0 has no limbs.
static void hub_decimal_set(hub_decimal *decimal, uint64_t mantissa, int exponent) {
    decimal->sticky = false;
    decimal->point = decimal->end = exponent > 0 ? HUB_LARGE_POINT : HUB_SMALL_POINT;
    decimal->first = decimal->end;
    decimal->limb[--decimal->first] = 0;
    // In steps of 13 bits, the largest of which is the first.
    for (int shift = 39; shift >= 0; shift -= 13) {
        if (shift < 39) __hub_decimal_double(decimal, 13);
        int carry = (int)(mantissa >> shift) & (shift < 39 ? 0x1FFF : 0x3FFF);
        for (int place = decimal->end - 1; carry > 0; place--) {
            if (place < decimal->first) decimal->limb[--decimal->first] = 0;
            carry += decimal->limb[place];
            decimal->limb[place] = (uint16_t)(carry % HUB_LIMB);
            carry /= HUB_LIMB;
        }
    }
    for (int bits; exponent > 0; exponent -= bits) {
        bits = exponent < 13 ? exponent : 13;
        __hub_decimal_double(decimal, bits);
    }
    for (int bits; exponent < 0; exponent += bits) {
        bits = exponent > -16 ? -exponent : 16;
        __hub_decimal_halve(decimal, bits);
    }
    while (decimal->first < decimal->end && decimal->limb[decimal->first] == 0) decimal->first++;
}

/// The digit at a place, counted from the first digit of limb 0.
static int hub_decimal_digit(const hub_decimal *decimal, int place) {
    int limb = place / HUB_LIMB_DIGITS;
    if (limb < decimal->first || limb >= decimal->end) return 0;
    return decimal->limb[limb] / hub_unit(place) % 10;
}

/// The place of the first digit that is not 0; of 0, that before the point.
static int hub_decimal_lead(const hub_decimal *decimal) {
    if (decimal->first == decimal->end) return decimal->point * HUB_LIMB_DIGITS - 1;
    int place = decimal->first * HUB_LIMB_DIGITS;
    while (decimal->limb[decimal->first] < hub_unit(place)) place++;
    return place;
}

/// Whether the digits from `place` on are rounded up: above half, or half behind an odd digit.
static bool hub_rounds_up(const hub_decimal *decimal, int place) {
    int digit = hub_decimal_digit(decimal, place);
    if (digit != 5) return digit > 5;
    int limb = place / HUB_LIMB_DIGITS;
    if (decimal->limb[limb] % hub_unit(place) != 0) return true;
    while (++limb < decimal->end) {
        if (decimal->limb[limb] != 0) return true;
    }
    return hub_decimal_digit(decimal, place - 1) % 2 == 1;
}

/// Rounds away the digits from `place` on.
static void hub_decimal_round(hub_decimal *decimal, int place) {
    if (place >= decimal->end * HUB_LIMB_DIGITS) return;
    if (place < decimal->first * HUB_LIMB_DIGITS) {
        // Limbs before the first are 0, and so is the digit in front of it that would decide.
        decimal->first = decimal->end;
        return;
    }
    bool up = hub_rounds_up(decimal, place);
    int limb = (place - 1) / HUB_LIMB_DIGITS, unit = hub_unit(place - 1);
    decimal->end = limb + 1;
    if (limb < decimal->first) decimal->limb[--decimal->first] = 0;
    int kept = decimal->limb[limb] / unit * unit + (up ? unit : 0);
    while (kept >= HUB_LIMB) {
        decimal->limb[limb--] = 0;
        if (limb < decimal->first) decimal->limb[--decimal->first] = 0;
        kept = decimal->limb[limb] + 1;
    }
    decimal->limb[limb] = (uint16_t)kept;
    while (decimal->first < decimal->end && decimal->limb[decimal->first] == 0) decimal->first++;
}

/// Writes `count` digits from a place on.
static void hub_put_digits(hub_format *format, const hub_decimal *decimal, int place, int count) {
    for (; count > 0; count--) __hub_format_fill(format, (char)('0' + hub_decimal_digit(decimal, place++)), 1);
}

/// The digits from `lead` to the one before `point`, then the point and `fraction` digits.
static void hub_put_number(hub_format *format, const hub_decimal *decimal, int lead, int point, int fraction) {
    hub_put_digits(format, decimal, lead, point - lead);
    if (fraction > 0 || format->alternate) __hub_format_text(format, ".", 1);
    hub_put_digits(format, decimal, point, fraction);
}

/// Writes the exponent as `e+00` into `text`; answers its length.
static int hub_exponent_text(char text[6], int exponent, char letter) {
    int magnitude = exponent < 0 ? -exponent : exponent, length = 0;
    text[length++] = letter;
    text[length++] = exponent < 0 ? '-' : '+';
    if (magnitude >= 100) text[length++] = (char)('0' + magnitude / 100);
    text[length++] = (char)('0' + magnitude / 10 % 10);
    text[length++] = (char)('0' + magnitude % 10);
    return length;
}

/// Digits behind the first `count` from `lead` on that may go, for the conversion g: the trailing zeros.
static int hub_trailing_zeros(const hub_decimal *decimal, int lead, int count) {
    int zeros = 0;
    while (zeros < count - 1 && hub_decimal_digit(decimal, lead + count - 1 - zeros) == 0) zeros++;
    return zeros;
}

/// A finite number. `style` is e, f or g.
static void hub_put_finite(hub_format *format, hub_decimal *decimal, const char *sign, char style) {
    int precision = format->precision < 0 ? 6 : format->precision;
    int point = decimal->point * HUB_LIMB_DIGITS;
    if (style == 'g' && precision == 0) precision = 1;
    int shown = precision < HUB_MAX_SHOWN ? precision : HUB_MAX_SHOWN;
    hub_decimal_round(decimal, style == 'f' ? point + shown : hub_decimal_lead(decimal) + shown + (style == 'e'));
    int lead = hub_decimal_lead(decimal), exponent = point - 1 - lead;
    if (style == 'g') {
        int zeros = format->alternate ? 0 : hub_trailing_zeros(decimal, lead, precision);
        style = exponent < -4 || exponent >= precision ? 'e' : 'f';
        precision -= 1 + zeros + (style == 'f' ? exponent : 0);
        if (precision < 0) precision = 0;
    }
    char tail[6];
    int length = 0;
    if (style == 'e') {
        char letter = format->conversion == 'E' || format->conversion == 'G' ? 'E' : 'e';
        length = hub_exponent_text(tail, exponent, letter);
        point = lead + 1;
    } else if (lead >= point) {
        lead = point - 1;
    }
    int pad = __hub_format_lead(
        format, sign, point - lead + precision + (precision > 0 || format->alternate) + length);
    hub_put_number(format, decimal, lead, point, precision);
    __hub_format_text(format, tail, length);
    __hub_format_fill(format, ' ', pad);
}

void __hub_format_float(hub_format *format, double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    bool is_negative = bits >> 63;
    int exponent = (int)(bits >> HUB_MANTISSA_BITS) & HUB_MAX_EXPONENT;
    uint64_t mantissa = bits & ((1ull << HUB_MANTISSA_BITS) - 1);
    const char *sign = is_negative ? "-" : format->plus ? "+" : format->space ? " " : "";
    char style = format->conversion | 32;
    if (exponent == HUB_MAX_EXPONENT) {
        const char *name = format->conversion == style ? "infnan" : "INFNAN";
        format->zero = false;
        int pad = __hub_format_lead(format, sign, 3);
        __hub_format_text(format, mantissa == 0 ? name : name + 3, 3);
        __hub_format_fill(format, ' ', pad);
        return;
    }
    if (exponent == 0) {
        exponent = 1;
    } else {
        mantissa |= 1ull << HUB_MANTISSA_BITS;
    }
    hub_decimal decimal;
    hub_decimal_set(&decimal, mantissa, exponent - HUB_EXPONENT_BIAS);
    hub_put_finite(format, &decimal, sign, style);
}
