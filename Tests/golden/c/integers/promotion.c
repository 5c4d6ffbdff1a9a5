// Narrow operands become int before arithmetic; the result is cut only when it is stored.
#include <stdio.h>

static volatile unsigned char byte = 200, other = 100;
static volatile signed char small = -100;
static volatile unsigned short half = 65535;

int main(void) {
    printf("%d %d %d\n", byte + other, (unsigned char)(byte + other), byte - other * 3);
    printf("%d %d\n", small + small, (signed char)(small + small));
    printf("%d %d\n", half + 1, (unsigned short)(half + 1));
    printf("%d %d\n", ~byte, (unsigned char)~byte >> 4);
    printf("%d %d\n", byte << 8, (byte * other) >> 3);
    printf("%d %d\n", -byte, half * 2 > 0);
    byte += other;
    small -= 100;
    half *= 3;
    printf("%d %d %d\n", byte, small, half);
    return 0;
}
