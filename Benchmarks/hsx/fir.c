// A FIR filter in fixed point: 16 taps of Q15 over 80 samples of 16 bits.

#include <stdint.h>

enum { TAPS = 16, COUNT = 80 };

static const int16_t taps[TAPS] = {
    -120, -310, -480, 160, 1890, 4210, 6390, 7640, 7640, 6390, 4210, 1890, 160, -480, -310, -120,
};
static int16_t samples[COUNT + TAPS], filtered[COUNT];
volatile uint32_t seed = 5;

static void filter(const int16_t *input, int16_t *output, int32_t count) {
    for (int32_t n = 0; n < count; n++) {
        int32_t sum = 0;
        for (int32_t k = 0; k < TAPS; k++) sum += input[n + k] * taps[k];
        output[n] = (int16_t)(sum >> 15);
    }
}

int main(void) {
    uint32_t random = seed, check = 0;
    for (int32_t i = 0; i < COUNT + TAPS; i++) {
        random = random * 1664525 + 1013904223;
        samples[i] = (int16_t)(random >> 16);
    }
    filter(samples, filtered, COUNT);
    for (int32_t i = 0; i < COUNT; i++) check = check * 31 + (uint32_t)filtered[i];
    return (int)check;
}
