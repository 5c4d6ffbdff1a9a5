// Structs of 1 to 40 bytes by value: each is passed, changed by the callee, and returned.
#include <stdio.h>

#define SIZE(n)                                                                \
    struct s##n {                                                              \
        unsigned char b[n];                                                    \
    };                                                                         \
    __attribute__((noinline)) static struct s##n turn##n(struct s##n s, int by) { \
        for (int i = 0; i < n; i++) s.b[i] = (unsigned char)(s.b[i] * by + i);   \
        return s;                                                              \
    }                                                                          \
    static unsigned run##n(void) {                                             \
        struct s##n s, t;                                                      \
        for (int i = 0; i < n; i++) s.b[i] = (unsigned char)(i * 7 + n);       \
        t = turn##n(turn##n(s, 3), 5);                                         \
        unsigned sum = 0;                                                      \
        for (int i = 0; i < n; i++) sum = sum * 31 + t.b[i] * 2u + s.b[i];     \
        return sum;                                                            \
    }
#define ALL(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(11) X(12) X(13) X(16) X(17) X(20) X(24) X(31) X(32) X(40)
ALL(SIZE)
#define RUN(n) printf("%d %08x\n", n, run##n());

int main(void) {
    ALL(RUN)
    return 0;
}
