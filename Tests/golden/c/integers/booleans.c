// Conversions to _Bool: any value but zero is one, from every type.
#include <stdbool.h>
#include <stdio.h>

static volatile long long wide = 0x100000000LL;
static volatile double tiny = 1e-300;
static volatile int two = 2;

int main(void) {
    bool a = wide, b = tiny, c = two, d = &wide, e = (bool)(two & 1), f = -0.0;
    printf("%d%d%d%d%d%d\n", a, b, c, d, e, f);
    bool g = a + c;
    a++;
    b ^= c;
    c = !c;
    printf("%d%d%d%d %d\n", a, b, c, g, a + d + g);
    struct {
        bool one : 1, two : 1;
        bool array[3];
    } flags = {.one = two, .two = false, .array = {5, 0, two > 1}};
    printf("%d%d%d%d%d\n", flags.one, flags.two, flags.array[0], flags.array[1], flags.array[2]);
    return a;
}
