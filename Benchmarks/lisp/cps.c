#include "lisp.h"

typedef struct Closure {
    int64_t (*code)(struct Closure *, int64_t);
    int64_t number;
    struct Closure *next;
} Closure;

static Closure *closure(int64_t (*code)(Closure *, int64_t), int64_t number, Closure *next) {
    Closure *made = malloc(sizeof(Closure));
    *made = (Closure){code, number, next};
    return made;
}

static int64_t second(Closure *self, int64_t b) {
    int64_t sum = self->number + b;
    Closure *next = self->next;
    free(self);
    return next->code(next, sum);
}

static int64_t fib(int64_t n, Closure *k);

static int64_t first(Closure *self, int64_t a) {
    int64_t n = self->number;
    Closure *next = self->next;
    free(self);
    return fib(n - 2, closure(second, a, next));
}

static int64_t fib(int64_t n, Closure *k) { return n < 2 ? k->code(k, n) : fib(n - 1, closure(first, n, k)); }

static int64_t answer(Closure *self, int64_t x) {
    free(self);
    return x;
}

int main(void) { printf("%ld\n", fib(35, closure(answer, 0, NULL))); }
