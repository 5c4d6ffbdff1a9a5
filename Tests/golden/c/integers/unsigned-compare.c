// Comparison of signed with unsigned, on both sides of the sign bit.
#include <stdio.h>

static volatile int signed_values[] = {0, 1, -1, 2147483647, -2147483647 - 1};
static volatile unsigned unsigned_values[] = {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};

int main(void) {
    for (int left = 0; left < 5; left++) {
        for (int right = 0; right < 5; right++) {
            int s = signed_values[left], t = signed_values[right];
            unsigned u = unsigned_values[left], v = unsigned_values[right];
            printf("%d%d%d%d ", s < t, s <= t, s > t, s >= t);
            printf("%d%d%d%d ", u < v, u <= v, u > v, u >= v);
            printf("%d%d%d\n", (unsigned)s < v, s == t, u != v);
        }
    }
    return 0;
}
