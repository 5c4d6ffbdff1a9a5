// Integers from text.

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

#include "hub_libc.h"

#define HUB_JOIN(left, right) HUB_JOIN_(left, right)
#define HUB_JOIN_(left, right) left##right

int __hub_digit_value(char character, int base) {
    int value = character - '0';
    if (value < 0 || value > 9) {
        value = (character | 32) - 'a';
        if (value < 0 || value > 25) return -1;
        value += 10;
    }
    return value < base ? value : -1;
}

/// Passes over space, sign and the prefix of the base, and finds the base where it is 0. A base that does not exist
/// has no digits.
static const char *hub_skip_to_digits(const char *text, bool *negative, int *base) {
    while (*text == ' ' || (*text >= '\t' && *text <= '\r')) text++;
    *negative = *text == '-';
    if (*text == '-' || *text == '+') text++;
    bool hexadecimal = text[0] == '0' && (text[1] | 32) == 'x' && __hub_digit_value(text[2], 16) >= 0;
    if (hexadecimal && (*base == 0 || *base == 16)) {
        text += 2;
        *base = 16;
    }
    if (*base == 0) *base = *text == '0' ? 8 : 10;
    if (*base < 2 || *base > 36) {
        *base = 0;
        errno = EINVAL;
    }
    return text;
}

#define HUB_NUMBER unsigned long
#define HUB_NUMBER_MAX ULONG_MAX
#define HUB_PARSE hub_parse_long
#include "parse_integer.h"
#undef HUB_NUMBER
#undef HUB_NUMBER_MAX
#undef HUB_PARSE

#define HUB_NUMBER unsigned long long
#define HUB_NUMBER_MAX ULLONG_MAX
#define HUB_PARSE hub_parse_long_long
#include "parse_integer.h"

unsigned long strtoul(const char *restrict text, char **restrict end, int base) {
    hub_parse_long_result number = hub_parse_long(text, end, base);
    return number.negative && !number.overflow ? -number.magnitude : number.magnitude;
}

long strtol(const char *restrict text, char **restrict end, int base) {
    hub_parse_long_result number = hub_parse_long(text, end, base);
    unsigned long most = (unsigned long)LONG_MAX + number.negative;
    if (number.magnitude > most) {
        errno = ERANGE;
        number.magnitude = most;
    }
    return (long)(number.negative ? -number.magnitude : number.magnitude);
}

unsigned long long strtoull(const char *restrict text, char **restrict end, int base) {
    hub_parse_long_long_result number = hub_parse_long_long(text, end, base);
    return number.negative && !number.overflow ? -number.magnitude : number.magnitude;
}

long long strtoll(const char *restrict text, char **restrict end, int base) {
    hub_parse_long_long_result number = hub_parse_long_long(text, end, base);
    unsigned long long most = (unsigned long long)LLONG_MAX + number.negative;
    if (number.magnitude > most) {
        errno = ERANGE;
        number.magnitude = most;
    }
    return (long long)(number.negative ? -number.magnitude : number.magnitude);
}

intmax_t strtoimax(const char *restrict text, char **restrict end, int base) { return strtoll(text, end, base); }
uintmax_t strtoumax(const char *restrict text, char **restrict end, int base) { return strtoull(text, end, base); }

int atoi(const char *text) { return (int)strtol(text, NULL, 10); }
long atol(const char *text) { return strtol(text, NULL, 10); }
long long atoll(const char *text) { return strtoll(text, NULL, 10); }
