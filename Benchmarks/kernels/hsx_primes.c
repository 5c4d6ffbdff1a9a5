// The loops of samples/hsx/primes: the sieve of Eratosthenes, below 30,000; run(n): n times.
// hubc: memory of HSX

#include <stdint.h>

enum { LIMIT = 30000 };

static uint8_t composite[LIMIT];

static void sieve(void) {
    for (uint32_t factor = 2; factor * factor < LIMIT; factor++) {
        for (uint32_t multiple = factor * factor; multiple < LIMIT; multiple += factor) composite[multiple] = 1;
    }
}

uint64_t run(uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < LIMIT; j++) composite[j] = 0;
        sieve();
        for (uint32_t j = 2; j < LIMIT; j++) {
            if (composite[j] == 0) sum = sum * 5 + j;
        }
    }
    return (uint64_t)sum;
}
