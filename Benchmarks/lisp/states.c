#include "lisp.h"

static int64_t left(int64_t n, int64_t a, int64_t b);
static int64_t right(int64_t n, int64_t a, int64_t b);

static int64_t start(int64_t n, int64_t a, int64_t b) {
    return n == 0 ? a + b : a < b ? left(n - 1, a + 3, b) : right(n - 1, a, b + 2);
}
static int64_t left(int64_t n, int64_t a, int64_t b) {
    return n == 0 ? a : 1000 < a ? start(n - 1, a - 1000, b) : right(n - 1, a + 1, b);
}
static int64_t right(int64_t n, int64_t a, int64_t b) {
    return n == 0 ? b : 1000 < b ? start(n - 1, a, b - 900) : left(n - 1, a, b + 1);
}

int main(void) { printf("%ld\n", start(200000000, 0, 1)); }
