// A hash table with open addressing; run(n): n keys in, then 2n looked up, at most 500,000.

#include <stdint.h>

enum { SLOTS = 1048576 };

static uint64_t keys[SLOTS];
static uint32_t counts[SLOTS];

static uint32_t slot(uint64_t key) {
    uint32_t at = (uint32_t)(key * 0x9e3779b97f4a7c15ull >> 44);
    while (keys[at] != 0 && keys[at] != key) at = (at + 1) & (SLOTS - 1);
    return at;
}

uint64_t run(uint32_t n) {
    for (uint32_t i = 0; i < SLOTS; i++) {
        keys[i] = 0;
        counts[i] = 0;
    }
    uint64_t random = 88172645463325252ull;
    for (uint32_t i = 0; i < n; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        uint64_t key = random % 1000003 + 1;
        uint32_t at = slot(key);
        keys[at] = key;
        counts[at]++;
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < 2 * n; i++) {
        uint32_t at = slot((uint64_t)i + 1);
        if (keys[at] != 0) sum += (uint64_t)counts[at] * (uint64_t)i;
    }
    return sum;
}
