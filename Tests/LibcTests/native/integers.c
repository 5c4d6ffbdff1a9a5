// Integers from text, and division, against the host's.

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

extern int hub___hub_errno;
long hub_strtol(const char *, char **, int);
unsigned long hub_strtoul(const char *, char **, int);
long long hub_strtoll(const char *, char **, int);
unsigned long long hub_strtoull(const char *, char **, int);
int hub_atoi(const char *);
lldiv_t hub_lldiv(long long, long long);
div_t hub_div(int, int);
int hub_ffs(int);

static void random_number(char *text) {
    static const char *const prefixes[] = {"", " ", "-", "+", "\t-", "0x", "-0X", "0", "0x0", "+-", "00"};
    text += sprintf(text, "%s", prefixes[check_random_below(11)]);
    static const char *const formats[] = {"%llu", "%llx", "%llo", "%lld", "%lluz", "%llX.", "9%llu", "%llx%llx"};
    unsigned long long number = check_random_bits();
    sprintf(text, formats[check_random_below(8)], number, number);
}

static void check_text(const char *text, int base) {
    char *own, *host;
#define COMPARE(type, name)                                                                         \
    do {                                                                                            \
        errno = hub___hub_errno = 0;                                                                \
        type mine = hub_##name(text, &own, base), theirs = name(text, &host, base);                 \
        CHECK(mine == theirs && own == host, #name " of '%s' in base %d: %lld, not %lld", text, base, \
            (long long)mine, (long long)theirs);                                                    \
        CHECK(hub___hub_errno == errno, #name " of '%s': errno %d", text, hub___hub_errno);         \
    } while (0)
    COMPARE(long, strtol);
    COMPARE(unsigned long, strtoul);
    COMPARE(long long, strtoll);
    COMPARE(unsigned long long, strtoull);
}

void check_integers(void) {
    static const int bases[] = {0, 10, 16, 8, 2, 36, 7};
    static const char *const texts[] = {
        "", "-", "0x", "0xg", "08", "0x7fffffffffffffff", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
        "-18446744073709551615", "-18446744073709551616", "  \n\v\f\r\t12", "zZ", "0b11", "1_0", "\xB2"};
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) {
        for (int base = 0; base < 7; base++) check_text(texts[index], bases[base]);
    }
    for (int round = 0; round < 20000; round++) {
        char text[80];
        random_number(text);
        check_text(text, bases[check_random_below(7)]);
        CHECK(hub_atoi("-77 ") == -77, "atoi");
        long long left = (long long)check_random_bits(), right = (long long)check_random_bits();
        if (right == 0 || right == -1) right = 3;
        lldiv_t mine = hub_lldiv(left, right), theirs = lldiv(left, right);
        CHECK(mine.quot == theirs.quot && mine.rem == theirs.rem, "lldiv");
        CHECK(hub_ffs((int)left) == __builtin_ffs((int)left), "ffs");
    }
}
