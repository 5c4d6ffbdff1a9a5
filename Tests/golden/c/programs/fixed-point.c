// Fixed-point arithmetic with 16 fractional bits: products and quotients through 64 bits, a sine by series.
#include <stdint.h>
#include <stdio.h>

typedef int32_t fixed;
#define FIXED(x) ((fixed)((x) * 65536))

static fixed multiply(fixed a, fixed b) { return (fixed)(((int64_t)a * b + 0x8000) >> 16); }
static fixed divide(fixed a, fixed b) { return (fixed)(((int64_t)a << 16) / b); }

static fixed sine(fixed x) {
    fixed square = multiply(x, x), term = x, sum = x;
    for (int n = 2; n < 12; n += 2) {
        term = -divide(multiply(term, square), FIXED(n) + multiply(FIXED(n), FIXED(n)));
        sum += term;
    }
    return sum;
}

static fixed root(fixed x) {
    fixed guess = x > FIXED(1) ? x / 2 : FIXED(1);
    for (int round = 0; round < 20; round++) guess = (guess + divide(x, guess)) / 2;
    return guess;
}

int main(void) {
    for (int degrees = -90; degrees <= 90; degrees += 30) {
        fixed angle = (fixed)((int64_t)degrees * 205887 / 180);
        printf("%d ", (int)sine(angle));
    }
    printf("%d %d %d\n", (int)root(FIXED(2)), (int)root(FIXED(1000)), (int)divide(FIXED(-7), FIXED(3)));
    return (int)(multiply(FIXED(2.5), FIXED(-1.25)) >> 16) & 0xFF;
}
