// The Mandelbrot set; run(n): iterations of all points of a grid of n x n, up to 200 each.

#include <stdint.h>

static int iterations(double x, double y) {
    double a = 0.0, b = 0.0;
    int count = 0;
    while (count < 200) {
        double aa = a * a, bb = b * b;
        if (aa + bb > 4.0) break;
        b = 2.0 * a * b + y;
        a = aa - bb + x;
        count++;
    }
    return count;
}

uint64_t run(uint32_t n) {
    uint64_t sum = 0;
    double step = 3.0 / (double)n;
    for (uint32_t row = 0; row < n; row++) {
        for (uint32_t column = 0; column < n; column++) {
            int count = iterations((double)column * step - 2.25, (double)row * step - 1.5);
            sum = sum * 3 + (uint64_t)count;
        }
    }
    return sum;
}
