// Shifts of 64-bit numbers by variables across the middle.
#include <stdio.h>

static volatile int amounts[] = {0, 1, 13, 31, 32, 33, 45, 63};
static volatile long long value = -0x123456789ABCDEFLL;

int main(void) {
    for (int index = 0; index < 8; index++) {
        int by = amounts[index];
        unsigned long long bits = (unsigned long long)value;
        printf("%016llx %016llx %016llx\n", bits << by, bits >> by, (unsigned long long)(value >> by));
    }
    printf("%llx %llx %llx\n", (unsigned long long)value << 32, (unsigned long long)value >> 40,
        (unsigned long long)(value >> 36));
    return 0;
}
