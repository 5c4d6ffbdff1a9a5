// Vectors of floats and doubles, selections by comparison, conversion.
#include <stdio.h>

typedef float f4 __attribute__((vector_size(16)));
typedef double d2 __attribute__((vector_size(16)));
typedef int i4 __attribute__((vector_size(16)));

__attribute__((noinline)) static f4 mix(f4 a, f4 b, float by) { return a * by + b * (1 - by); }
__attribute__((noinline)) static float sum(f4 v) { return v[0] + v[1] + v[2] + v[3]; }

int main(void) {
    f4 a = {1, 2, 3, 4}, b = {-1, 0.5f, 100, 8};
    f4 m = mix(a, b, 0.25f);
    i4 less = a < b;
    d2 d = {1.5, -2}, e = d * d - d / 4;
    d[1] = sum(m);
    printf("%.4f %.4f %.4f %.4f %.4f\n", m[0], m[1], m[2], m[3], sum(a - b));
    printf("%d %d %d %d %.4f %.4f %.4f\n", less[0], less[1], less[2], less[3], e[0], e[1], d[1]);
    return (int)sum(a);
}
