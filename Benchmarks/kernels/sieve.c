// The sieve of Eratosthenes; run(n): the number and the sum of the primes below n, at most 4 million.

#include <stdint.h>

enum { MOST = 4000000 };

static uint8_t composite[MOST];

uint64_t run(uint32_t n) {
    for (uint32_t i = 0; i < n; i++) composite[i] = 0;
    for (uint32_t i = 2; i * i < n; i++) {
        if (composite[i]) continue;
        for (uint32_t j = i * i; j < n; j += i) composite[j] = 1;
    }
    uint64_t count = 0, sum = 0;
    for (uint32_t i = 2; i < n; i++) {
        if (!composite[i]) {
            count++;
            sum += i;
        }
    }
    return count << 40 ^ sum;
}
