// Tables of several kilobytes in zeroed memory: a sieve and a dynamic program.
#include <stdio.h>

static unsigned char composite[3000];
static unsigned short ways[501];

int main(void) {
    int primes = 0, last = 0;
    for (int n = 2; n < 3000; n++) {
        if (composite[n]) continue;
        primes++;
        last = n;
        for (int multiple = n * n; multiple < 3000; multiple += n) composite[multiple] = 1;
    }
    static const int coins[] = {1, 2, 5, 10, 20, 50};
    ways[0] = 1;
    for (int coin = 0; coin < 6; coin++) {
        for (int amount = coins[coin]; amount <= 500; amount++) ways[amount] += ways[amount - coins[coin]];
    }
    printf("%d %d %d %d\n", primes, last, ways[100], ways[500]);
    return primes & 0xFF;
}
