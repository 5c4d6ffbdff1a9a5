// Floating numbers from text against the host's: the same bits.

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

extern int hub___hub_errno;
double hub_strtod(const char *, char **);
float hub_strtof(const char *, char **);

static void check_text(const char *text) {
    char *own, *host;
    errno = hub___hub_errno = 0;
    double mine = hub_strtod(text, &own), theirs = strtod(text, &host);
    bool same = memcmp(&mine, &theirs, sizeof mine) == 0 || (mine != mine && theirs != theirs);
    CHECK(same && own == host, "strtod of '%s': %.17g, not %.17g", text, mine, theirs);
    // Hosts differ in what a subnormal result sets.
    bool tiny = theirs != 0 && theirs < 2.3e-308 && theirs > -2.3e-308;
    CHECK(tiny || hub___hub_errno == errno, "strtod of '%s': errno %d", text, hub___hub_errno);
    float narrow = hub_strtof(text, &own), wanted = strtof(text, &host);
    same = memcmp(&narrow, &wanted, sizeof narrow) == 0 || (narrow != narrow && wanted != wanted);
    CHECK(same && own == host, "strtof of '%s': %.9g, not %.9g", text, (double)narrow, (double)wanted);
}

/// The text of the middle between two neighbours, exact, so that only ties to even are right, or just beside it.
static void check_middle(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    bits &= ~(1ull << 63);
    if (bits >= 0x7FE0000000000000) return;
    double low, high;
    memcpy(&low, &bits, sizeof low);
    bits++;
    memcpy(&high, &bits, sizeof high);
    static char text[1300];
    int length = snprintf(text, sizeof text, "%.1080Lg", ((long double)low + high) / 2);
    check_text(text);
    if (strpbrk(text, "e.") == NULL || strchr(text, 'e')) return;
    strcpy(text + length, "0000000000000001");
    check_text(text);
    text[length] = 0;
    if (text[length - 1] > '0') {
        text[length - 1]--;
        strcpy(text + length, "9999999999999");
        check_text(text);
    }
}

static void random_number(char *text) {
    static const char *const signs[] = {"", "", "-", "+", " "};
    text += sprintf(text, "%s", signs[check_random_below(5)]);
    for (int count = (int)check_random_below(30); count > 0; count--) *text++ = "0123456789"[check_random_below(10)];
    if (check_random_below(2)) *text++ = '.';
    for (int count = (int)check_random_below(30); count > 0; count--) *text++ = "0123456789"[check_random_below(10)];
    *text = 0;
    if (check_random_below(2)) sprintf(text, "e%d", (int)check_random_below(700) - 350);
}

void check_floats(void) {
    static const char *const texts[] = {
        "", ".", "-", "e5", "1e", "1e+", "1.e2", ".5", "-.5e-1x", "0", "-0", "0e99999999999", "1e99999999999",
        "1e-99999999999", "inf", "-INFINITY", "infinit", "nan", "NaNs", "1..2", "1.5e3.2", "00000.0000001",
        "179769313486231580793e289", "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
        "2.2250738585072011e-308", "9007199254740993", "9007199254740992.99999999999999999999999",
        "1.00000005960464477539062500000000000000000000001", "340282356779733661637539395458142568448",
        "3.4028235677973366e38", "7.0064923216240853e-46", "7.0064923216240854e-46", "1.17549431578982583e-38"};
    for (size_t index = 0; index < sizeof texts / sizeof *texts; index++) check_text(texts[index]);
    char text[1200];
    for (int round = 0; round < 60000; round++) {
        double number = check_random_double();
        static const char *const formats[] = {"%.17g", "%.9g", "%.3f", "%.20e", "%.30g", "%.330f"};
        snprintf(text, sizeof text, formats[check_random_below(6)], number);
        check_text(text);
        random_number(text);
        check_text(text);
        check_middle(number);
    }
}
