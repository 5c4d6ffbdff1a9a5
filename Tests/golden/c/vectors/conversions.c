// Vectors built from scalars and taken apart, converted between element types, compared and selected.
#include <stdio.h>

typedef int i4 __attribute__((vector_size(16)));
typedef float f4 __attribute__((vector_size(16)));
typedef short s4 __attribute__((vector_size(8)));

__attribute__((noinline)) static i4 larger(i4 a, i4 b) {
    i4 mask = a > b;
    return (a & mask) | (b & ~mask);
}

int main(void) {
    volatile int seed = 3;
    i4 a = {seed, seed * 10, -seed, 7}, b = {5, -5, seed - 4, 7};
    f4 f = __builtin_convertvector(a, f4);
    f = f / 2 + 0.75f;
    i4 back = __builtin_convertvector(f, i4), most = larger(a, b);
    s4 narrow = __builtin_convertvector(most * 30000, s4);
    printf("%d %d %d %d\n", back[0], back[1], back[2], back[3]);
    printf("%d %d %d %d\n", most[0], most[1], most[2], most[3]);
    printf("%d %d %d %d %.2f\n", narrow[0], narrow[1], narrow[2], narrow[3], f[2]);
    return most[1];
}
