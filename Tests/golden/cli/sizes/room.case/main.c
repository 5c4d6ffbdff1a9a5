/* 11 KiB of data, and locals that fill the rest of what is left below the stack's own 4 KiB. */
#include <stdint.h>
#include <stdio.h>

static uint8_t table[11 * 1024];

static unsigned fill(unsigned seed) {
    volatile uint8_t work[900];
    for (unsigned i = 0; i < sizeof work; i++) work[i] = (uint8_t)(seed + i);
    unsigned sum = 0;
    for (unsigned i = 0; i < sizeof work; i++) sum += work[i];
    return sum;
}

static unsigned mix(unsigned seed) {
    volatile uint16_t work[300];
    for (unsigned i = 0; i < 300; i++) work[i] = (uint16_t)(seed * i);
    unsigned sum = fill(seed);
    for (unsigned i = 0; i < 300; i++) sum += work[i];
    return sum;
}

int main(void) {
    for (unsigned i = 0; i < sizeof table; i++) table[i] = (uint8_t)mix(i & 3);
    unsigned sum = 0;
    for (unsigned i = 0; i < sizeof table; i++) sum = sum * 31 + table[i];
    printf("%u\n", sum);
    return 0;
}
