// The functions that take floating numbers apart by their bits, for one of the types: the file that includes this
// defines HUB_FLOAT (the type), HUB_NAME(x) (the name of its function x), HUB_BITS (the unsigned type of its size),
// HUB_MANTISSA (bits of the mantissa without the first) and HUB_BIAS (of the exponent).

#define HUB_WIDTH ((int)sizeof(HUB_BITS) * 8)
#define HUB_SIGN ((HUB_BITS)1 << (HUB_WIDTH - 1))
#define HUB_ONE ((HUB_BITS)1 << HUB_MANTISSA)
#define HUB_FIELD (2 * HUB_BIAS + 1)

static HUB_BITS hub_bits(HUB_FLOAT number) { return __builtin_bit_cast(HUB_BITS, number); }
static HUB_FLOAT hub_float(HUB_BITS bits) { return __builtin_bit_cast(HUB_FLOAT, bits); }

/// The exponent as it is stored: 0 for zero and subnormal numbers, HUB_FIELD for infinities and NaN.
static int hub_field(HUB_BITS bits) { return (int)(bits >> HUB_MANTISSA) & HUB_FIELD; }

HUB_FLOAT HUB_NAME(fabs)(HUB_FLOAT number) { return __builtin_elementwise_abs(number); }
HUB_FLOAT HUB_NAME(sqrt)(HUB_FLOAT number) { return __builtin_elementwise_sqrt(number); }

HUB_FLOAT HUB_NAME(copysign)(HUB_FLOAT magnitude, HUB_FLOAT sign) {
    return hub_float((hub_bits(magnitude) & ~HUB_SIGN) | (hub_bits(sign) & HUB_SIGN));
}

HUB_FLOAT HUB_NAME(trunc)(HUB_FLOAT number) {
    HUB_BITS bits = hub_bits(number);
    int exponent = hub_field(bits) - HUB_BIAS;
    if (exponent >= HUB_MANTISSA) return number;
    if (exponent < 0) return hub_float(bits & HUB_SIGN);
    return hub_float(bits & ~((HUB_ONE >> exponent) - 1));
}

HUB_FLOAT HUB_NAME(floor)(HUB_FLOAT number) {
    HUB_FLOAT whole = HUB_NAME(trunc)(number);
    return whole > number ? whole - 1 : whole;
}

HUB_FLOAT HUB_NAME(ceil)(HUB_FLOAT number) {
    HUB_FLOAT whole = HUB_NAME(trunc)(number);
    // The sign of -0 stays.
    return whole < number ? HUB_NAME(copysign)(whole + 1, number) : whole;
}

HUB_FLOAT HUB_NAME(round)(HUB_FLOAT number) {
    HUB_FLOAT whole = HUB_NAME(trunc)(number), rest = HUB_NAME(fabs)(number - whole);
    return rest >= (HUB_FLOAT)0.5 ? whole + HUB_NAME(copysign)(1, number) : whole;
}

long HUB_NAME(lround)(HUB_FLOAT number) { return (long)HUB_NAME(round)(number); }

HUB_FLOAT HUB_NAME(modf)(HUB_FLOAT number, HUB_FLOAT *whole) {
    *whole = HUB_NAME(trunc)(number);
    HUB_FLOAT rest = hub_field(hub_bits(number)) == HUB_FIELD && number == number ? 0 : number - *whole;
    return HUB_NAME(copysign)(rest, number);
}

HUB_FLOAT HUB_NAME(frexp)(HUB_FLOAT number, int *exponent) {
    HUB_BITS bits = hub_bits(number);
    *exponent = 0;
    if (number == 0 || hub_field(bits) == HUB_FIELD) return number;
    if (hub_field(bits) == 0) {
        bits = hub_bits(number * (HUB_FLOAT)HUB_ONE);
        *exponent = -HUB_MANTISSA;
    }
    *exponent += hub_field(bits) - (HUB_BIAS - 1);
    return hub_float((bits & ~((HUB_BITS)HUB_FIELD << HUB_MANTISSA)) | (HUB_BITS)(HUB_BIAS - 1) << HUB_MANTISSA);
}

/// 2 to the power of an exponent from 1 - HUB_BIAS to HUB_BIAS.
static HUB_FLOAT hub_power_of_two(int exponent) { return hub_float((HUB_BITS)(exponent + HUB_BIAS) << HUB_MANTISSA); }

HUB_FLOAT HUB_NAME(scalbn)(HUB_FLOAT number, int exponent) {
    int most = 3 * HUB_BIAS;
    exponent = exponent > most ? most : exponent < -most ? -most : exponent;
    // Steps that keep a number which ends subnormal normal until the last one, which alone rounds.
    int least = 1 - HUB_BIAS + HUB_MANTISSA + 1;
    for (; exponent > HUB_BIAS; exponent -= HUB_BIAS) number *= hub_power_of_two(HUB_BIAS);
    for (; exponent < 1 - HUB_BIAS; exponent -= least) number *= hub_power_of_two(least);
    return number * hub_power_of_two(exponent);
}

HUB_FLOAT HUB_NAME(ldexp)(HUB_FLOAT number, int exponent) { return HUB_NAME(scalbn)(number, exponent); }

/// The mantissa with its first bit, and the exponent that goes with it, of a finite number that is not 0.
static HUB_BITS hub_mantissa(HUB_BITS bits, int *field) {
    HUB_BITS mantissa = bits & (HUB_ONE - 1);
    *field = hub_field(bits);
    if (*field > 0) return mantissa | HUB_ONE;
    for (*field = 1; mantissa < HUB_ONE; mantissa <<= 1) --*field;
    return mantissa;
}

/// Long division of the mantissas: exact.
HUB_FLOAT HUB_NAME(fmod)(HUB_FLOAT dividend, HUB_FLOAT divisor) {
    HUB_BITS left = hub_bits(dividend) & ~HUB_SIGN, right = hub_bits(divisor) & ~HUB_SIGN;
    if (hub_field(left) == HUB_FIELD || divisor != divisor || right == 0) {
        return (dividend * divisor) / (dividend * divisor);
    }
    if (left < right || left == 0) return dividend;
    int field, other;
    HUB_BITS rest = hub_mantissa(left, &field), by = hub_mantissa(right, &other);
    for (;; field--) {
        if (rest >= by) rest -= by;
        if (field == other) break;
        rest <<= 1;
    }
    if (rest == 0) return HUB_NAME(copysign)(0, dividend);
    for (; rest < HUB_ONE; rest <<= 1) field--;
    rest = field > 0 ? rest - HUB_ONE + ((HUB_BITS)field << HUB_MANTISSA) : rest >> (1 - field);
    return HUB_NAME(copysign)(hub_float(rest), dividend);
}

HUB_FLOAT HUB_NAME(fmin)(HUB_FLOAT left, HUB_FLOAT right) { return left < right || right != right ? left : right; }
HUB_FLOAT HUB_NAME(fmax)(HUB_FLOAT left, HUB_FLOAT right) { return left > right || right != right ? left : right; }
HUB_FLOAT HUB_NAME(fdim)(HUB_FLOAT left, HUB_FLOAT right) { return left <= right ? 0 : left - right; }
