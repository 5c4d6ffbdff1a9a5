#include "lisp.h"

static Pair *merge(const Pair *a, const Pair *b) {
    Pair first = {0, NULL}, *last = &first;
    while (a && b) {
        const Pair **less = a->head <= b->head ? &a : &b;
        last->tail = cons((*less)->head, NULL);
        last = last->tail;
        *less = (*less)->tail;
    }
    last->tail = (Pair *)(a ? a : b);
    return first.tail;
}

static Pair *sorted(int64_t n, const Pair *list) {
    if (n == 1) return cons(list->head, NULL);
    const Pair *middle = list;
    for (int64_t place = 0; place < n / 2; place++) middle = middle->tail;
    Pair *front = sorted(n / 2, list);
    return merge(front, sorted(n - n / 2, middle));
}

int main(void) {
    Pair *list = NULL;
    int64_t seed = 1, sum = 0;
    for (int64_t count = 0; count < 1000000; count++) {
        list = cons(seed, list);
        seed = seed * 16807 % 2147483647;
    }
    for (list = sorted(1000000, list); list; list = list->tail) sum = (sum * 31 + list->head) % 1000003;
    printf("%ld\n", sum);
}
