// Case ranges, switches on narrow types and on booleans, and nested switches.
#include <stdio.h>

static const char *classify(unsigned char c) {
    switch (c) {
        case '0' ... '9': return "digit";
        case 'a' ... 'z':
        case 'A' ... 'Z': return "letter";
        case 0x80 ... 0xFF: return "high";
        case ' ': return "space";
    }
    return "other";
}

static int nested(signed char outer, short inner) {
    switch (outer) {
        case -128:
            switch (inner) {
                case -1: return 1;
                case 300: return 2;
            }
            return 3;
        case 127: switch (inner > 0) { case 0: return 4; case 1: return 5; }
    }
    return 6;
}

int main(void) {
    const char *text = "a7 Z~\xE9";
    for (; *text; text++) printf("%s ", classify((unsigned char)*text));
    printf("%d%d%d%d%d%d\n", nested(-128, -1), nested(-128, 300), nested(-128, 0), nested(127, -5), nested(127, 5), nested(0, 0));
    return 0;
}
