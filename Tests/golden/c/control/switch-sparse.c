// A sparse switch with negative, large and neighbouring cases.
#include <stdio.h>

__attribute__((noinline)) static int pick(int n) {
    switch (n) {
        case -2147483647 - 1: return 1;
        case -1000: return 2;
        case -999: return 3;
        case -1: return 4;
        case 0: return 5;
        case 65536: return 6;
        case 65537: return 7;
        case 1000000000: return 8;
        case 2147483647: return 9;
        case 'x': return 10;
    }
    return 0;
}

int main(void) {
    static const int values[] = {-2147483647 - 1, -2147483647, -1000, -999, -998, -1, 0, 1, 120, 65535, 65536, 65537, 65538,
        1000000000, 2147483646, 2147483647};
    int sum = 0;
    for (int index = 0; index < 16; index++) {
        printf("%d ", pick(values[index]));
        sum = sum * 3 + pick(values[index]);
    }
    printf("\n");
    return sum & 0xFF;
}
