// Division of chars and shorts happens in int.
#include <stdio.h>

static volatile signed char chars[] = {-128, -1, 1, 127, 10, -10};
static volatile unsigned short shorts[] = {65535, 1, 2, 255, 256, 1000};

int main(void) {
    for (int left = 0; left < 6; left++) {
        for (int right = 0; right < 6; right++) {
            signed char quotient = (signed char)(chars[left] / chars[right]);
            printf("%d,%d,%d,%d ", quotient, chars[left] % chars[right], shorts[left] / shorts[right],
                shorts[left] % shorts[right]);
        }
        printf("\n");
    }
    return 0;
}
