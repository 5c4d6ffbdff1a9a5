// Functions called through declarations without parameters, and with arguments that are converted at the call.
#include <stdio.h>

static int narrow(signed char c, unsigned short s, float f, _Bool b) { return c * 1000 + s + (int)(f * 4) + b; }
static double widen(double d, long long w) { return d + (double)w; }

int main(void) {
    int big = 300;
    double third = 1.0 / 3;
    printf("%d %d\n", narrow((signed char)big, (unsigned short)-1, third, 7.5), narrow(-1, 70000 & 0xFFFF, 2, big));
    printf("%.3f %.3f\n", widen(2, -3), widen('a', 5.9));
    return narrow(0, 5, 0.3f, 0.1);
}
