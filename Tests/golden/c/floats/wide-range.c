// Powers of ten multiplied up and divided down in double and float, compared by their bits.
#include <stdio.h>
#include <string.h>

int main(void) {
    double up = 1;
    float down = 1;
    unsigned hash = 0;
    for (int index = 0; index < 300; index++) {
        up *= 10;
        down /= 3;
        unsigned long long bits;
        unsigned narrow;
        memcpy(&bits, &up, sizeof bits);
        memcpy(&narrow, &down, sizeof narrow);
        hash = (hash ^ (unsigned)(bits >> 32) ^ (unsigned)bits ^ narrow) * 16777619u;
    }
    printf("%.17g %.9g %08x\n", up, down, hash);
    return (int)(hash & 0xFF);
}
