// Volatile structures, bit-fields, floats and unaligned integers hold what is assigned to them, through copies too.
#include <stdio.h>
#include <string.h>
struct whole { unsigned char b[50]; short h; _Float16 f; long long w; };
volatile struct whole a, b;
volatile unsigned char buf[64];
struct {
    volatile int x : 5;
    volatile unsigned y : 11;
} bits;
int main(void) {
    for (int i = 0; i < 50; i++) a.b[i] = i * 3;
    a.h = -5; a.f = 1.5; a.w = 0x123456789abcdefll;
    b = a;
    int sum = 0;
    for (int i = 0; i < 50; i++) sum += b.b[i];
    bits.x = -3; bits.y = 1999;
    bits.y++;
    printf("%d %d %f %llx %d %u\n", sum, b.h, (double)b.f, b.w, bits.x, bits.y);
    _Bool volatile flag = 1;
    volatile double d = 2.25; d *= 2;
    volatile int *volatile p = (int *)&buf[1];
    *p = 0x01020304; (*p)++;
    printf("%d %f %d %d\n", flag, d, buf[1], *p);
    return 0;
}
