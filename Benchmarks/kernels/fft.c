// The fast Fourier transform in place, radix 2; run(n): n transforms of 1024 complex numbers there and back.

#include <stdint.h>

// Of the C library; there is none for a bare wasm32.
double sqrt(double x);

enum { SIZE = 1024 };

static double real[SIZE], imaginary[SIZE];
static double cosine[SIZE / 2], sine[SIZE / 2];

// The roots of unity, from halves of a right angle: an angle's parts follow from those of its half-steps.
static void make_roots(void) {
    cosine[0] = 1.0;
    sine[0] = 0.0;
    double c = 0.0, s = 1.0;
    for (uint32_t step = SIZE / 4; step > 0; step = step >> 1) {
        for (uint32_t i = step; i < SIZE / 2; i += 2 * step) {
            cosine[i] = cosine[i - step] * c - sine[i - step] * s;
            sine[i] = cosine[i - step] * s + sine[i - step] * c;
        }
        double half = sqrt((1.0 + c) * 0.5);
        s = s / (2.0 * half);
        c = half;
    }
}

static void reorder(void) {
    uint32_t j = 0;
    for (uint32_t i = 0; i < SIZE; i++) {
        if (i < j) {
            double kept = real[i];
            real[i] = real[j];
            real[j] = kept;
            kept = imaginary[i];
            imaginary[i] = imaginary[j];
            imaginary[j] = kept;
        }
        uint32_t bit = SIZE / 2;
        while (bit > 0 && (j & bit) != 0) {
            j ^= bit;
            bit = bit >> 1;
        }
        j |= bit;
    }
}

static void transform(double direction) {
    reorder();
    for (uint32_t half = 1; half < SIZE; half = half * 2) {
        uint32_t stride = SIZE / 2 / half;
        for (uint32_t start = 0; start < SIZE; start += 2 * half) {
            for (uint32_t i = 0; i < half; i++) {
                uint32_t low = start + i, high = start + i + half;
                double c = cosine[i * stride], s = sine[i * stride] * direction;
                double x = real[high] * c - imaginary[high] * s;
                double y = real[high] * s + imaginary[high] * c;
                real[high] = real[low] - x;
                imaginary[high] = imaginary[low] - y;
                real[low] += x;
                imaginary[low] += y;
            }
        }
    }
}

uint64_t run(uint32_t n) {
    make_roots();
    for (uint32_t i = 0; i < SIZE; i++) {
        real[i] = (double)(i * 37 % 101) - 50.0;
        imaginary[i] = (double)(i * 11 % 29) * 0.5;
    }
    for (uint32_t i = 0; i < n; i++) {
        transform(1.0);
        transform(-1.0);
        for (uint32_t j = 0; j < SIZE; j++) {
            real[j] *= 1.0 / 1024.0;
            imaginary[j] *= 1.0 / 1024.0;
        }
    }
    transform(1.0);
    double sum = 0.0;
    for (uint32_t i = 0; i < SIZE; i++) sum = sum * 0.75 + real[i] + imaginary[i] * 3.0;
    return (uint64_t)(int64_t)(sum * 1048576.0);
}
