// Square roots by Newton's method in float, double and half, and pi by a series.
#include <stdio.h>

static double root(double x) {
    double guess = x / 2 + 0.5;
    for (int round = 0; round < 30; round++) guess = (guess + x / guess) / 2;
    return guess;
}

static float root_f(float x) {
    float guess = x / 2 + 0.5f, before = 0;
    while (guess != before && guess > 0) {
        before = guess;
        guess = (guess + x / guess) * 0.5f;
        if (guess > before) break;
    }
    return before;
}

int main(void) {
    double pi = 0, power = 1;
    for (int k = 0; k < 20; k++, power /= 16) pi += power * (4.0 / (8 * k + 1) - 2.0 / (8 * k + 4) - 1.0 / (8 * k + 5) - 1.0 / (8 * k + 6));
    printf("%.15f %.15f %.7f %.7f %.14f\n", root(2), root(1e-6), root_f(2), root_f(12345), pi);
    return (int)root(10000);
}
