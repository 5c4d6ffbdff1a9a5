// Unsigned division by variables, with operands above the sign bit.
#include <stdio.h>

static volatile unsigned values[] = {0, 1, 7, 10, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF};

int main(void) {
    for (int left = 0; left < 8; left++) {
        for (int right = 1; right < 8; right++) {
            printf("%x/%x ", values[left] / values[right], values[left] % values[right]);
        }
        printf("\n");
    }
    return 0;
}
