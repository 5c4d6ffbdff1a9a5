#include "lisp.h"

static int64_t line(int64_t x) { return x * 3 + 1; }
static int even(int64_t n) { return n / 2 * 2 == n; }
static int64_t add(int64_t a, int64_t b) { return a + b; }

static Pair *map(int64_t (*f)(int64_t), Pair *list) {
    Pair *done = NULL;
    for (; list; list = list->tail) done = cons(f(list->head), done);
    return reverse(done);
}

static Pair *filter(int (*f)(int64_t), Pair *list) {
    Pair *done = NULL;
    for (; list; list = list->tail)
        if (f(list->head)) done = cons(list->head, done);
    return reverse(done);
}

static int64_t fold(int64_t (*f)(int64_t, int64_t), int64_t z, Pair *list) {
    for (; list; list = list->tail) z = f(z, list->head);
    return z;
}

int main(void) {
    int64_t sum = 0;
    for (int64_t n = 30; n > 0; n--) {
        sum += fold(add, 0, filter(even, map(line, range(0, 1000000 + n))));
        give_all_back();
    }
    printf("%ld\n", sum);
}
