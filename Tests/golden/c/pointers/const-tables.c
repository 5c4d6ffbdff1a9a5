// Constant tables of several types, two-dimensional, indexed by computed numbers.
#include <stdio.h>

static const unsigned char squares[16] = {0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225};
static const short waves[2][8] = {{0, 707, 1000, 707, 0, -707, -1000, -707}, {1000, 707, 0, -707, -1000, -707, 0, 707}};
static const long long powers[] = {1, 1000, 1000000, 1000000000, 1000000000000};
static const char hex[] = "0123456789abcdef";
static const struct { unsigned char from, to; const char *name; } ranges[] = {{0, 9, "few"}, {10, 99, "some"}, {100, 255, "many"}};

int main(void) {
    int sum = 0;
    long long total = 0;
    for (int index = 0; index < 40; index++) {
        sum += squares[index & 15] * waves[index >> 3 & 1][index & 7];
        total += powers[index % 5] * (index - 20);
    }
    printf("%d %lld ", sum, total);
    for (int value = 5; value < 256; value *= 5) {
        for (int index = 0; index < 3; index++) {
            if (value >= ranges[index].from && value <= ranges[index].to) printf("%s", ranges[index].name);
        }
        printf("%c%c ", hex[value >> 4], hex[value & 15]);
    }
    printf("\n");
    return sum & 0xFF;
}
