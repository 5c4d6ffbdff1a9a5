#include "lisp.h"

static int64_t male(int64_t n);
static int64_t female(int64_t n) { return n == 0 ? 1 : n - male(female(n - 1)); }
static int64_t male(int64_t n) { return n == 0 ? 0 : n - female(male(n - 1)); }

int main(void) {
    int64_t sum = 0;
    for (int64_t n = 100; n > 0; n--) sum += female(n) + male(n);
    printf("%ld\n", sum);
}
