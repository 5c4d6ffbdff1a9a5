// Callbacks with a context pointer, several levels deep, that stop a walk early.
#include <stdbool.h>
#include <stdio.h>

struct range { int from, to; };
typedef bool visitor(int value, void *context);

static bool each(struct range r, visitor *visit, void *context) {
    for (int value = r.from; value < r.to; value++) {
        if (!visit(value, context)) return false;
    }
    return true;
}

struct filter { visitor *next; void *context; int divisor; };
static bool filtered(int value, void *context) {
    struct filter *f = context;
    return value % f->divisor != 0 || f->next(value, f->context);
}

struct totals { int count, sum, limit; };
static bool add(int value, void *context) {
    struct totals *t = context;
    t->count++;
    t->sum += value;
    return t->sum < t->limit;
}

int main(void) {
    struct totals t = {0, 0, 500};
    struct filter threes = {add, &t, 3}, sevens = {filtered, &threes, 7};
    bool whole = each((struct range){1, 1000}, filtered, &sevens);
    printf("%d %d %d\n", t.count, t.sum, whole);
    t = (struct totals){.limit = 1 << 30};
    whole = each((struct range){-50, 51}, filtered, &threes);
    printf("%d %d %d\n", t.count, t.sum, whole);
    return t.count;
}
