// The two readers of integers, of the width of long and of long long, made from one text: HUB_NUMBER is the unsigned
// type, HUB_NUMBER_MAX its greatest number and HUB_PARSE the name of the reader.
//
// A reader answers the magnitude of the number and whether a minus stood before it. Too large a number is
// HUB_NUMBER_MAX, and `overflow` is set.

typedef struct {
    HUB_NUMBER magnitude;
    bool negative;
    bool overflow;
} HUB_JOIN(HUB_PARSE, _result);

static HUB_JOIN(HUB_PARSE, _result) HUB_PARSE(const char *text, char **end, int base) {
    HUB_JOIN(HUB_PARSE, _result) result = {0, false, false};
    const char *place = hub_skip_to_digits(text, &result.negative, &base);
    const char *after = text;
    for (int digit; (digit = __hub_digit_value(*place, base)) >= 0; after = ++place) {
        HUB_NUMBER times;
        if (__builtin_mul_overflow(result.magnitude, (HUB_NUMBER)base, &times) ||
            __builtin_add_overflow(times, (HUB_NUMBER)digit, &result.magnitude)) {
            result.overflow = true;
        }
    }
    if (result.overflow) {
        result.magnitude = HUB_NUMBER_MAX;
        errno = ERANGE;
    }
    if (end) *end = (char *)(uintptr_t)after;
    return result;
}
