#include "lisp.h"

enum { COUNT = 20, JASMIN = 110 };

static int64_t get(const Pair *list, int64_t key) {
    for (; list; list = list->tail->tail)
        if (list->head == key) return list->tail->head;
    return 0;
}

static Pair *append_reversed(const Pair *list, Pair *rest) {
    for (; list; list = list->tail) rest = cons(list->head, rest);
    return rest;
}

static Pair *set(const Pair *list, int64_t key, int64_t value) {
    Pair *done = NULL;
    for (; list; list = list->tail->tail) {
        if (list->head == key) return append_reversed(done, cons(key, cons(value, list->tail->tail)));
        done = cons(list->tail->head, cons(list->head, done));
    }
    return append_reversed(done, cons(key, cons(value, NULL)));
}

int main(void) {
    Pair *table = NULL, *keys = NULL;
    for (int64_t place = COUNT; place > 0; place--) {
        keys = cons(100 + place, keys);
        table = cons(100 + place, cons(place, table));
    }
    int64_t sum = 0;
    for (int64_t n = 500000; n > 0; n--) {
        for (const Pair *key = keys; key; key = key->tail) sum += get(table, key->head);
        table = set(table, JASMIN, n);
    }
    printf("%ld\n", sum);
}
