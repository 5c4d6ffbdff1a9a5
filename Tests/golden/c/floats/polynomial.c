// Polynomials by Horner's rule in float and double, a table of values, and interpolation in it.
#include <stdio.h>

static const float table[] = {0, 0.17364818f, 0.34202014f, 0.5f, 0.64278761f, 0.76604444f, 0.8660254f, 0.93969262f, 0.98480775f, 1};

static float sine(float degrees) {
    int sign = 1;
    if (degrees < 0) degrees = -degrees, sign = -1;
    while (degrees >= 360) degrees -= 360;
    if (degrees >= 180) degrees -= 180, sign = -sign;
    if (degrees > 90) degrees = 180 - degrees;
    int index = (int)(degrees / 10);
    if (index >= 9) return (float)sign;
    float part = degrees / 10 - (float)index;
    return (float)sign * (table[index] + (table[index + 1] - table[index]) * part);
}

static double polynomial(double x) {
    static const double c[] = {1, -0.5, 0.25, 3, -2.125};
    double sum = 0;
    for (int index = 4; index >= 0; index--) sum = sum * x + c[index];
    return sum;
}

int main(void) {
    for (float degrees = -95; degrees < 400; degrees += 45) printf("%.4f ", sine(degrees));
    printf("\n%.6f %.6f %.6f\n", polynomial(0.5), polynomial(-3), polynomial(1e3));
    return (int)(sine(30) * 200);
}
