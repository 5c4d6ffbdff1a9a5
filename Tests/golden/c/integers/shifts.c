// Shifts by variables and constants at the edges, signed and unsigned, of several widths.
#include <stdio.h>

static volatile int amounts[] = {0, 1, 7, 8, 15, 16, 24, 31};
static volatile int value = -0x12345678;

int main(void) {
    for (int index = 0; index < 8; index++) {
        int by = amounts[index];
        unsigned bits = (unsigned)value;
        printf("%08x %08x %d", bits << by, bits >> by, value >> by);
        short half = (short)value;
        unsigned char byte = (unsigned char)value;
        printf(" %d %d %d\n", half >> (by & 15), (short)(half << (by & 15)), (unsigned char)(byte << (by & 7)));
    }
    printf("%d %u %d\n", value >> 31, (unsigned)value >> 31, (value << 4) >> 4);
    return 0;
}
