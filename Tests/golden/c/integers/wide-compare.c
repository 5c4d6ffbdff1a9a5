// Comparisons of 64-bit numbers that differ in the high half, in the low half or in the sign.
#include <stdio.h>

static volatile long long values[] = {0, 1, -1, 0xFFFFFFFFLL, 0x100000000LL, -0x100000000LL, 0x7FFFFFFFFFFFFFFFLL};

int main(void) {
    for (int left = 0; left < 7; left++) {
        for (int right = 0; right < 7; right++) {
            long long a = values[left], b = values[right];
            unsigned long long u = (unsigned long long)a, v = (unsigned long long)b;
            printf("%d%d%d%d%d%d%d%d ", a < b, a <= b, a > b, a >= b, u < v, u <= v, u > v, u >= v);
            if (a == b) printf("= ");
            if (a && u >> 32) printf("! ");
        }
        printf("\n");
    }
    return 0;
}
