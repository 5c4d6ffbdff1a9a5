// The product of two 12 by 12 matrices of 32-bit integers, and its checksum.

#include <stdint.h>

enum { SIZE = 12 };

static int32_t left[SIZE][SIZE], right[SIZE][SIZE], product[SIZE][SIZE];
volatile uint32_t seed = 1;

static void multiply(void) {
    for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
            int32_t sum = 0;
            for (int k = 0; k < SIZE; k++) sum += left[row][k] * right[k][column];
            product[row][column] = sum;
        }
    }
}

int main(void) {
    uint32_t random = seed, check = 0;
    for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
            random = random * 1664525 + 1013904223;
            left[row][column] = (int32_t)random >> 20;
            right[row][column] = (int32_t)random >> 24;
        }
    }
    multiply();
    for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) check = check * 31 + (uint32_t)product[row][column];
    }
    return (int)check;
}
