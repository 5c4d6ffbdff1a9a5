// Constructors run before main in the order of their priorities, destructors after it.
#include <stdio.h>

static int order;

__attribute__((constructor)) static void plain(void) { order = order * 10 + 3; }
__attribute__((constructor(102))) static void second(void) { order = order * 10 + 2; }
__attribute__((constructor(101))) static void first(void) { order = order * 10 + 1; }

int main(void) {
    printf("%d\n", order);
    return order;
}
