#include "lisp.h"

static Pair *without_multiples(const Pair *list, int64_t p) {
    Pair *done = NULL;
    for (; list; list = list->tail)
        if (list->head / p * p != list->head) done = cons(list->head, done);
    return reverse(done);
}

int main(void) {
    // Two areas in turn: one holds the list, the other gets what is left of it.
    Pair *list = range(2, 50000);
    int64_t count = 0, sum = 0;
    while (list) {
        int64_t p = list->head;
        count++;
        sum += p;
        list = without_multiples(list->tail, p);
        if (area - area_start > (1 << 29)) {
            Pair *kept = reverse(list);
            give_all_back();
            list = reverse(kept);
        }
    }
    printf("%ld %ld\n", count, sum);
}
