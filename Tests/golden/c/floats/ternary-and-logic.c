// Floats as conditions, in selections, minimum and maximum, absolute values by selection.
#include <stdio.h>

static double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }
static float magnitude(float x) { return x < 0 ? -x : x; }

int main(void) {
    volatile double values[] = {-2, -0.0, 0.0, 0.5, 3};
    for (int index = 0; index < 5; index++) {
        double v = values[index];
        int truth = v ? 1 : 0, both = v && v > 0.25, sign = (v > 0) - (v < 0);
        printf("%d %d %d %.2f %.2f %d\n", truth, both, sign, clamp(v, -1, 1), magnitude((float)v * 2), !v);
    }
    return 0;
}
