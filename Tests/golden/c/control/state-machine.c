// A parser of numbers as a state machine in a switch inside a loop.
#include <stdio.h>

enum state { START, SIGN, WHOLE, POINT, FRACTION, EXPONENT, EXPONENT_DIGITS, WRONG };

static enum state next(enum state state, char c) {
    int digit = c >= '0' && c <= '9';
    switch (state) {
        case START:
            if (c == '-' || c == '+') return SIGN;
            // fall through
        case SIGN: return digit ? WHOLE : c == '.' ? POINT : WRONG;
        case WHOLE: return digit ? WHOLE : c == '.' ? FRACTION : c == 'e' ? EXPONENT : WRONG;
        case POINT: return digit ? FRACTION : WRONG;
        case FRACTION: return digit ? FRACTION : c == 'e' ? EXPONENT : WRONG;
        case EXPONENT:
        case EXPONENT_DIGITS: return digit ? EXPONENT_DIGITS : WRONG;
        case WRONG: break;
    }
    return WRONG;
}

int main(void) {
    static const char *const texts[] = {"12", "-3.5", ".5", "1.", ".", "", "+1e5", "1e", "1.5e3x", "--1", "0.25e10"};
    int accepted = 0;
    for (int index = 0; index < 11; index++) {
        enum state state = START;
        for (const char *at = texts[index]; *at; at++) state = next(state, *at);
        int right = state == WHOLE || state == FRACTION || state == EXPONENT_DIGITS;
        printf("%d", right);
        accepted += right;
    }
    printf("\n");
    return accepted;
}
