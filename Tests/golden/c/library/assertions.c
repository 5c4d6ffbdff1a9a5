// An assertion that holds costs nothing visible; NDEBUG takes them away.
#include <assert.h>
#include <stdio.h>

static int calls;
static int check(int value) {
    calls++;
    return value;
}

static void with(int x) { assert(check(x > 0) && "positive"); }

#define NDEBUG
#include <assert.h>

static void without(int x) { assert(check(x > 100)); (void)x; }

int main(void) {
    with(5);
    without(5);
    static_assert(sizeof(short) == 2, "short");
    printf("%d\n", calls);
    return calls;
}
