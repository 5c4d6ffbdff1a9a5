// Comparisons with NaN, infinities and both zeros; their negations differ.
#include <stdio.h>

static volatile double values[] = {0.0, -0.0, 1.0, -1.0};

static int all(double a, double b) {
    return (a < b) | (a <= b) << 1 | (a > b) << 2 | (a >= b) << 3 | (a == b) << 4 | (a != b) << 5 | !(a < b) << 6 | !(a >= b) << 7;
}

static int all_f(float a, float b) {
    return (a < b) | (a <= b) << 1 | (a > b) << 2 | (a >= b) << 3 | (a == b) << 4 | (a != b) << 5;
}

int main(void) {
    double zero = values[0], list[7] = {values[0], values[1], values[2], values[3], 1 / zero, -1 / zero, zero / zero};
    for (int left = 0; left < 7; left++) {
        for (int right = 0; right < 7; right++) printf("%02x%02x ", all(list[left], list[right]), all_f((float)list[left], (float)list[right]));
        printf("\n");
    }
    printf("%d %d %d\n", list[6] ? 1 : 0, !list[6], __builtin_isunordered(list[6], 1));
    return list[4] > list[2] ? 5 : 6;
}
