// Bit-fields of int: signs, wrapping on assignment, packing across units, zero-width fields.
#include <stdio.h>
#include <string.h>

struct fields {
    int a : 3;
    unsigned b : 5;
    int c : 17;
    unsigned d : 9;
    unsigned : 0;
    int e : 1;
    unsigned f : 31;
};

int main(void) {
    struct fields x;
    memset(&x, 0, sizeof x);
    x.a = 7;
    x.b = 37;
    x.c = -70000;
    x.d = 511;
    x.e = 1;
    x.f = 0xFFFFFFFF;
    printf("%d %u %d %u %d %u %d\n", x.a, x.b, x.c, x.d, x.e, x.f, (int)sizeof x);
    x.a -= 3;
    x.b <<= 2;
    x.c >>= 4;
    x.d++;
    x.f ^= 0x55555555;
    printf("%d %u %d %u %d %u\n", x.a, x.b, x.c, x.d, x.a + x.e, x.f);
    printf("%d %d\n", x.b - 30 < 0, x.f > -1);
    unsigned char bytes[sizeof x];
    memcpy(bytes, &x, sizeof x);
    for (int index = 0; index < (int)sizeof x; index++) printf("%02x", bytes[index]);
    printf("\n");
    return 0;
}
