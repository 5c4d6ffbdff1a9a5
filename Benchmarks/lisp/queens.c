#include "lisp.h"

static int safe(int64_t column, const Pair *placed) {
    for (int64_t distance = 1; placed; placed = placed->tail, distance++) {
        int64_t head = placed->head;
        if (head == column || head == column + distance || head == column - distance) return 0;
    }
    return 1;
}

static int64_t place(int64_t n, int64_t row, Pair *placed) {
    if (row == n) return 1;
    int64_t found = 0;
    for (int64_t column = 0; column < n; column++)
        if (safe(column, placed)) {
            char *mark = area;
            found += place(n, row + 1, cons(column, placed));
            if (mark) area = mark;
        }
    return found;
}

int main(void) { printf("%ld\n", place(12, 0, NULL)); }
