#include "lisp.h"

static int64_t ack(int64_t m, int64_t n) {
    return m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1));
}

int main(void) { printf("%ld\n", ack(3, 11)); }
