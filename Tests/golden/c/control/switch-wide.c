// A switch over 64-bit numbers, some of which differ only in the high half, and over an unsigned one.
#include <stdio.h>

__attribute__((noinline)) static int pick(long long n) {
    switch (n) {
        case 1: return 1;
        case 0x100000001LL: return 2;
        case 0x200000001LL: return 3;
        case -1: return 4;
        case 0x7FFFFFFFFFFFFFFFLL: return 5;
        default: return n > 0 ? 6 : 7;
    }
}

__attribute__((noinline)) static int pick_unsigned(unsigned n) {
    switch (n) {
        case 0x80000000: return 1;
        case 0x80000001: return 2;
        case 0xFFFFFFFF: return 3;
        case 0: return 4;
    }
    return 5;
}

int main(void) {
    printf("%d%d%d%d%d%d%d ", pick(1), pick(0x100000001LL), pick(0x200000001LL), pick(-1), pick(0x7FFFFFFFFFFFFFFFLL),
        pick(0x100000000LL), pick(-0x100000000LL));
    printf("%d%d%d%d%d\n", pick_unsigned(0x80000000), pick_unsigned(0x80000001), pick_unsigned(0xFFFFFFFF), pick_unsigned(0),
        pick_unsigned(0x7FFFFFFF));
    return pick(0x300000001LL);
}
