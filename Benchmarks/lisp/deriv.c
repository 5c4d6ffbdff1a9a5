#include "lisp.h"

// An atom is an odd number, a list the address of its first pair.
enum { PLUS = 1, MINUS = 3, TIMES = 5, OVER = 7, X = 9, A = 11, B = 13 };
#define NUMBER(n) (1000 + 2 * (n) + 1)

static Pair *list_of(int64_t value) { return (Pair *)value; }
static int is_list(int64_t value) { return !(value & 1); }
static int64_t list(int count, const int64_t *values) {
    Pair *result = NULL;
    while (count > 0) result = cons(values[--count], result);
    return (int64_t)result;
}
#define LIST(...) list(sizeof((int64_t[]){__VA_ARGS__}) / 8, (int64_t[]){__VA_ARGS__})

static int64_t derive(int64_t e);

static int64_t quotient(int64_t f) { return LIST(OVER, derive(f), f); }

static Pair *map(int64_t (*f)(int64_t), Pair *list) {
    if (!list) return NULL;
    int64_t head = f(list->head);
    return cons(head, map(f, list->tail));
}

static int64_t derive(int64_t e) {
    if (!is_list(e)) return NUMBER(e == X);
    Pair *arguments = list_of(e)->tail;
    switch (list_of(e)->head) {
    case PLUS:
    case MINUS:
        return (int64_t)cons(list_of(e)->head, map(derive, arguments));
    case TIMES:
        return LIST(TIMES, e, (int64_t)cons(PLUS, map(quotient, arguments)));
    default: {
        int64_t a = arguments->head, b = arguments->tail->head;
        return LIST(MINUS, LIST(OVER, derive(a), b), LIST(OVER, a, LIST(TIMES, b, b, derive(b))));
    }
    }
}

static int64_t size(int64_t e) {
    if (!is_list(e)) return e == NUMBER(1) ? 2 : 1;
    int64_t sum = 0;
    for (Pair *part = list_of(e); part; part = part->tail) sum += size(part->head);
    return sum;
}

int main(void) {
    int64_t expression = LIST(PLUS, LIST(TIMES, NUMBER(3), X, X), LIST(TIMES, A, X, X), LIST(TIMES, B, X),
                              LIST(OVER, X, LIST(PLUS, X, NUMBER(5))), NUMBER(5));
    int64_t sum = 0;
    char *mark = area;
    for (int64_t n = 0; n < 400000; n++) {
        sum += size(derive(expression));
        area = mark;
    }
    printf("%ld\n", sum);
}
