// Infinities, NaN, signed zeros and subnormal numbers by their bits.
#include <stdio.h>
#include <string.h>

static unsigned long long bits(double d) {
    unsigned long long b;
    memcpy(&b, &d, 8);
    return b;
}

static unsigned bits_f(float f) {
    unsigned b;
    memcpy(&b, &f, 4);
    return b;
}

static volatile double one = 1, zero = 0, tiny = 4e-320, huge = 1e308;
static volatile float small = 1e-40f, large = 3e38f;

int main(void) {
    printf("%llx %llx %llx\n", bits(one / zero), bits(-one / zero), bits(huge * 10));
    printf("%llx %llx %llx %llx\n", bits(-zero), bits(zero * -1), bits(zero - zero), bits(-zero + zero));
    printf("%llx %llx %llx\n", bits(tiny), bits(tiny / 3), bits(tiny * 1e300));
    printf("%x %x %x %x\n", bits_f(small), bits_f(small * small), bits_f(large * 2), bits_f((float)tiny));
    double nan = zero / zero;
    printf("%d %d %d %d\n", nan != nan, nan == nan, (one / zero) == (one / zero), bits(nan) << 1 > 0xFFE0000000000000ull);
    printf("%llx %llx\n", bits(2.2250738585072014e-308 / 2), bits((double)small));
    return (int)(bits(one) >> 56);
}
