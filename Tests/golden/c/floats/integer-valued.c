// Loops whose counters are floating, and exact sums of halves and quarters.
#include <stdio.h>

int main(void) {
    int steps = 0;
    for (double x = 0; x < 10; x += 0.25) steps++;
    for (float y = 100; y > 1; y /= 2) steps++;
    double sum = 0;
    for (int index = 0; index < 100; index++) sum += (index & 1 ? -1 : 1) * (index / 4.0);
    float table[4] = {0.5f, 1.5f, -2.25f};
    table[3] = table[0] * table[1] + table[2];
    printf("%d %.3f %.4f %d\n", steps, sum, table[3], (int)(sum * 2));
    return steps;
}
