// Inline functions: static inline, extern inline with a definition elsewhere in the file, and always_inline.
#include <stdio.h>

static inline int square(int x) { return x * x; }
inline int cube(int x) { return x * square(x); }
extern inline int cube(int x);
__attribute__((always_inline)) static inline void swap(int *a, int *b) {
    int t = *a;
    *a = *b;
    *b = t;
}
__attribute__((noinline)) static int opaque(int x) { return x ^ 0x55; }

int main(void) {
    int a = opaque(1), b = opaque(2);
    swap(&a, &b);
    int (*chosen)(int) = a > b ? cube : square;
    printf("%d %d %d %d\n", a, b, chosen(7), cube(square(2)));
    return square(opaque(0x5A));
}
