#include "lisp.h"

static int64_t run(int64_t n, int64_t sum) {
    return n == 0 ? sum : run(n - 1, sum < 1000000 ? sum + n : sum - 999999);
}

int main(void) { printf("%ld\n", run(300000000, 0)); }
