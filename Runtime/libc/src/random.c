// Pseudo-random numbers: Marsaglia's xorshift generator of 32 bits, without multiplication.

#include <stdint.h>
#include <stdlib.h>

/// Never 0, from which the generator would not move.
static uint32_t hub_random_state = 1;

int rand(void) {
    uint32_t state = hub_random_state;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    hub_random_state = state;
    return (int)(state >> 1);
}

void srand(unsigned seed) { hub_random_state = seed == 0 ? 1 : seed; }
