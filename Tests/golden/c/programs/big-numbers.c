// 100! by digits, and a power of two in base ten thousand.
#include <stdio.h>

static unsigned short limbs[60];

int main(void) {
    int count = 1, digits = 0, sum = 0;
    limbs[0] = 1;
    for (unsigned factor = 2; factor <= 100; factor++) {
        unsigned carry = 0;
        for (int index = 0; index < count; index++) {
            carry += limbs[index] * factor;
            limbs[index] = (unsigned short)(carry % 10000);
            carry /= 10000;
        }
        if (carry) limbs[count++] = (unsigned short)carry;
    }
    printf("%d", limbs[count - 1]);
    for (int index = count - 2; index >= 0; index--) printf("%04d", limbs[index]);
    for (int index = 0; index < count; index++) {
        for (int limb = limbs[index]; limb; limb /= 10, digits++) sum += limb % 10;
    }
    printf("\n%d %d\n", sum, digits);
    return sum & 0xFF;
}
