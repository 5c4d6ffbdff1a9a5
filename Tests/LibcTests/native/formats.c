// printf against the host's: random formats.

#include <stdio.h>
#include <string.h>

#include "check.h"

int hub_snprintf(char *, size_t, const char *, ...);
int hub_sprintf(char *, const char *, ...);

enum { ROOM = 700 };

/// A random conversion that ends in `letters`; answers whether it takes a width from the arguments.
static bool random_conversion(char *format, const char *letters, int most) {
    char *place = format;
    *place++ = '[';
    *place++ = '%';
    for (int count = (int)check_random_below(4); count > 0; count--) *place++ = "-+ #0"[check_random_below(5)];
    bool star = false;
    switch (check_random_below(4)) {
        case 0: *place++ = '*', star = true; break;
        case 1: place += sprintf(place, "%d", (int)check_random_below((uint64_t)most)); break;
        default: break;
    }
    if (check_random_below(2)) place += sprintf(place, ".%d", (int)check_random_below((uint64_t)most));
    sprintf(place, "%s]", letters);
    return star;
}

static void compare(const char *format, const char *mine, int own, const char *theirs, int host) {
    CHECK(own == host && strcmp(mine, theirs) == 0, "'%s' gives '%s', not '%s'", format, mine, theirs);
}

#define COMPARE(star, format, argument)                                                       \
    do {                                                                                      \
        __typeof__(argument) value = argument;                                                \
        char mine[ROOM], theirs[ROOM];                                                        \
        int width = (int)check_random_below(40) - 20, own, host;                              \
        size_t room = check_random_below(3) ? ROOM : check_random_below(12);                  \
        memset(mine, 'x', 12), memset(theirs, 'x', 12);                                       \
        mine[12] = theirs[12] = 0;                                                            \
        if (star) {                                                                           \
            own = hub_snprintf(mine, room, format, width, value);                             \
            host = snprintf(theirs, room, format, width, value);                              \
        } else {                                                                              \
            own = hub_snprintf(mine, room, format, value);                                    \
            host = snprintf(theirs, room, format, value);                                     \
        }                                                                                     \
        compare(format, mine, own, theirs, host);                                             \
    } while (0)

static void check_integer_formats(void) {
    static const char *const ints[] = {"d", "i", "u", "x", "X", "o", "hd", "hhd", "hu", "hhx", "hho", "hhu"};
    static const char *const longs[] = {"ld", "lu", "lx", "zu", "zd", "td", "jd", "ju", "llX", "lld", "llu", "llo"};
    char format[64];
    for (int round = 0; round < 60000; round++) {
        unsigned long long number = check_random_bits();
        bool star = random_conversion(format, ints[check_random_below(12)], 25);
        COMPARE(star, format, (int)number);
        star = random_conversion(format, longs[check_random_below(12)], 30);
        COMPARE(star, format, number);
    }
}

static void check_text_formats(void) {
    static const char *const texts[] = {"", "a", "hello", "twenty characters long"};
    char format[64];
    for (int round = 0; round < 20000; round++) {
        bool star = random_conversion(format, "s", 25);
        COMPARE(star, format, (const char *)texts[check_random_below(4)]);
        sprintf(format, "%%%s%dc|%%%%", round & 1 ? "-" : "", (int)check_random_below(6));
        COMPARE(false, format, 'a' + (int)check_random_below(26));
    }
}

static void check_float_formats(void) {
    static const char *const letters[] = {"f", "e", "g", "F", "E", "G", "Lf"};
    char format[64];
    for (int round = 0; round < 120000; round++) {
        const char *letter = letters[check_random_below(6)];
        bool star = random_conversion(format, letter, check_random_below(20) ? 22 : 330);
        // The host's library drops the zeros that # keeps where rounding makes another digit.
        for (char *flag; strpbrk(format, "gG") && (flag = strchr(format, '#'));) *flag = '-';
        COMPARE(star, format, check_random_double());
    }
    const double least = 5e-324, most = 1.7976931348623157e308, ones[] = {least, most, -least, 3 * least};
    for (int index = 0; index < 4; index++) {
        char mine[1500], theirs[1500];
        hub_snprintf(mine, sizeof mine, "%.1100f %.1080e %.900g", ones[index], ones[index], ones[index]);
        snprintf(theirs, sizeof theirs, "%.1100f %.1080e %.900g", ones[index], ones[index], ones[index]);
        CHECK(strcmp(mine, theirs) == 0, "all digits of %g", ones[index]);
    }
}

void check_formats(void) {
    check_integer_formats();
    check_text_formats();
    check_float_formats();
    char text[100];
    int count = -1;
    CHECK(hub_sprintf(text, "%s%n%d", "abc", &count, 7) == 4 && count == 3 && !strcmp(text, "abc7"), "%%n");
    CHECK(hub_sprintf(text, "%b %#B %#hhb", 10, 5, 255) == 21, "%%b");
    CHECK(!strcmp(text, "1010 0B101 0b11111111"), "%%b gives '%s'", text);
    CHECK(hub_sprintf(text, "%p|%s", (void *)0x1A2B, (char *)NULL) == 13, "%%p");
    CHECK(!strcmp(text, "0x1a2b|(null)"), "%%p gives '%s'", text);
    CHECK(hub_snprintf(NULL, 0, "%d %s", 12345, "abc") == 9, "snprintf without room");
    hub_sprintf(text, "%#g %#.3g %#.0f %#.0e %#g %#.2G", 1.0, 1e5, 3.0, 12345.0, 999999.5, 99.5);
    CHECK(!strcmp(text, "1.00000 1.00e+05 3. 1.e+04 1.00000e+06 1.0E+02"), "%%#g gives '%s'", text);
    hub_sprintf(text, "%.2147483647g %d", 0.5, 1);
    CHECK(!strcmp(text, "0.5 1"), "a huge precision gives '%s'", text);
}
