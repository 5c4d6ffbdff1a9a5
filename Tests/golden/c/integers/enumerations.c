// Enumerators with gaps, negatives and large values; arithmetic on them; switch over them.
#include <stdio.h>

enum colour { RED = -2, GREEN, BLUE = 5, MANY = 100000, NEXT };
enum flags { NONE, ONE = 1 << 0, TWO = 1 << 4, HIGH = 1 << 30, ALL = ONE | TWO | HIGH };

static const char *name(enum colour colour) {
    switch (colour) {
        case RED: return "red";
        case GREEN: return "green";
        case BLUE: return "blue";
        case MANY: return "many";
        case NEXT: return "next";
    }
    return "none";
}

int main(void) {
    for (int value = -3; value < 7; value++) printf("%s ", name((enum colour)value));
    printf("%s %d\n", name((enum colour)(MANY + 1)), NEXT - GREEN);
    unsigned set = ALL;
    set &= ~(unsigned)TWO;
    printf("%x %d %d\n", set, (set & HIGH) != 0, (int)sizeof(enum colour));
    return 0;
}
