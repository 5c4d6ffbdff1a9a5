// 64-bit arithmetic: a running sum of 32-bit numbers mixed by shifts and exclusive or, 200 times.

#include <stdint.h>

volatile uint32_t count = 200;

int main(void) {
    uint64_t state = 0x9E3779B97F4A7C15, sum = 0;
    for (uint32_t i = count; i > 0; i--) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        sum += state + i;
        if (sum >= 0xF000000000000000) sum -= 0x7000000000000001;
    }
    return (int)((uint32_t)sum ^ (uint32_t)(sum >> 32));
}
