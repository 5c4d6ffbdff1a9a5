// Division rounds toward zero; the remainder has the sign of the dividend.
#include <stdio.h>

static volatile int dividends[] = {7, -7, 2147483647, -2147483647 - 1, 0, 1000003};
static volatile int divisors[] = {1, -1, 2, -2, 3, 10, -1000, 2147483647, -2147483647 - 1};

int main(void) {
    for (int left = 0; left < 6; left++) {
        for (int right = 0; right < 9; right++) {
            int a = dividends[left], b = divisors[right];
            if (a < -2147483647 && b == -1) continue;
            printf("%d/%d ", a / b, a % b);
        }
        printf("\n");
    }
    return 0;
}
