// noreturn, pure, const, malloc-like and cold functions; a result that is unused; unreachable ends.
#include <stdio.h>
#include <stdlib.h>

__attribute__((const)) static int twice(int x) { return x * 2; }
__attribute__((pure, noinline)) static int sum(const int *v, int n) { return n ? v[n - 1] + sum(v, n - 1) : 0; }
__attribute__((noreturn, cold)) static void leave(int status) {
    printf("leaving with %d\n", status);
    exit(status);
}
__attribute__((warn_unused_result)) static int check(int x) {
    if (x > 100) leave(x & 0x7F);
    return x;
}

static int kind(int x) {
    switch (x & 3) {
        case 0: return 10;
        case 1: return 20;
        case 2: return 30;
        case 3: return 40;
    }
    __builtin_unreachable();
}

int main(void) {
    int values[] = {1, 2, 3, 4};
    printf("%d %d %d %d\n", twice(twice(5)), sum(values, 4), check(7), kind(6));
    if (__builtin_expect(sum(values, 3) == 6, 1)) (void)check(twice(twice(50)));
    return 1;
}
