// Calls in tail position: a state machine by mutual calls and an accumulating loop, deep enough to matter at -O2.
#include <stdio.h>

static int even(unsigned n);
static int odd(unsigned n) { return n == 0 ? 0 : even(n - 1); }
static int even(unsigned n) { return n == 0 ? 1 : odd(n - 1); }

static unsigned gcd(unsigned a, unsigned b) { return b == 0 ? a : gcd(b, a % b); }

static long long sum(int n, long long total) { return n == 0 ? total : sum(n - 1, total + n); }

__attribute__((noinline)) static int four(int a, int b, int c, int d) { return a * 1000 + b * 100 + c * 10 + d; }
__attribute__((noinline)) static int turn(int a, int b, int c, int d) { return four(d, a, b, c); }
__attribute__((noinline)) static int more(int a) { return four(a, a + 1, a + 2, a + 3); }

int main(void) {
    printf("%d %d %u %lld %d %d\n", even(100), odd(77), gcd(1071, 462), sum(150, 0), turn(1, 2, 3, 4), more(5));
    return (int)gcd(123456, 7890);
}
