// Destructors run after main, after the handlers of atexit, in the reverse order of priorities.
#include <stdio.h>
#include <stdlib.h>

__attribute__((destructor(101))) static void last(void) { puts("last"); }
__attribute__((destructor(102))) static void before(void) { puts("before"); }
static void registered(void) { puts("registered"); }
static void registered_later(void) { puts("registered later"); }

int main(void) {
    atexit(registered);
    atexit(registered_later);
    puts("main");
    return 3;
}
