// _Float16: arithmetic rounded after each operation, conversions, overflow and subnormals.
#include <stdio.h>
#include <string.h>

static unsigned bits(_Float16 h) {
    unsigned short b;
    memcpy(&b, &h, 2);
    return b;
}

static volatile _Float16 values[] = {1.0f, -2.5f, 0.1f, 1000.0f, 60000.0f, 6e-8f, 3.0f};

int main(void) {
    for (int left = 0; left < 7; left++) {
        for (int right = 0; right < 6; right++) {
            _Float16 a = values[left], b = values[right], sum = a + b, difference = a - b, product = a * b;
            printf("%04x %04x %04x ", bits(sum), bits(difference), bits(product));
        }
        printf("\n");
    }
    printf("%d %d %.6g %.6g\n", (int)values[1], (int)values[4], (double)values[2], (double)(float)values[5]);
    printf("%04x %04x %04x %04x\n", bits((_Float16)65535), bits((_Float16)-7), bits((_Float16)2049.0), bits((_Float16)1e-9));
    printf("%d %d %d %d\n", values[0] < values[1], values[2] >= values[5], values[3] == 1000, values[6] != values[0]);
    return (int)values[6];
}
