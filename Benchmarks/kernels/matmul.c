// The product of two matrices of doubles, row by row; run(n): n x n, at most 256.

#include <stdint.h>

enum { MOST = 256 };

static double a[MOST * MOST], b[MOST * MOST], c[MOST * MOST];

static void multiply(int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) c[i * n + j] = 0.0;
        for (int64_t k = 0; k < n; k++) {
            double factor = a[i * n + k];
            for (int64_t j = 0; j < n; j++) c[i * n + j] += factor * b[k * n + j];
        }
    }
}

uint64_t run(uint32_t size) {
    int64_t n = (int64_t)size;
    for (int64_t i = 0; i < n * n; i++) {
        a[i] = (double)(i % 17) * 0.25;
        b[i] = (double)(i % 23) - 11.0;
    }
    double sum = 0.0;
    for (int round = 0; round < 4; round++) {
        multiply(n);
        for (int64_t i = 0; i < n * n; i++) {
            sum = sum * 0.5 + c[i];
            a[i] = c[i] * 0.001;
        }
    }
    return (uint64_t)(int64_t)(sum * 1048576.0);
}
