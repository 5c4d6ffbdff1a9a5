// Lists handed to other functions, copied and walked twice.
#include <stdarg.h>
#include <stdio.h>

static int sum(int count, va_list list) {
    int total = 0;
    while (count-- > 0) total += va_arg(list, int);
    return total;
}

static int twice(int count, ...) {
    va_list list, copy;
    va_start(list, count);
    int first = va_arg(list, int);
    va_copy(copy, list);
    int once = sum(count - 1, list), again = sum(count - 2, copy);
    va_end(copy);
    va_end(list);
    return first * 1000 + once * 10 + again;
}

static int step(va_list *list) { return va_arg(*list, int) * 2; }

static int stepped(int count, ...) {
    va_list list;
    int total = 0;
    va_start(list, count);
    while (count-- > 0) total = total * 10 + step(&list);
    va_end(list);
    return total;
}

int main(void) {
    printf("%d %d\n", twice(4, 1, 2, 3, 4), stepped(3, 1, 2, 3));
    return twice(3, 0, 5, 6) & 0xFF;
}
