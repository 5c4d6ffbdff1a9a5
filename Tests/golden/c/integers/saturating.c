// Saturating arithmetic written with comparisons and with wider types, for 8, 16 and 32 bits.
#include <stdint.h>
#include <stdio.h>

static uint8_t add8(uint8_t a, uint8_t b) { return a + b > 255 ? 255 : (uint8_t)(a + b); }
static int16_t add16(int16_t a, int16_t b) {
    int sum = a + b;
    return sum > 32767 ? 32767 : sum < -32768 ? -32768 : (int16_t)sum;
}
static uint32_t add32(uint32_t a, uint32_t b) { return a + b < a ? UINT32_MAX : a + b; }
static int32_t sub32(int32_t a, int32_t b) {
    int64_t difference = (int64_t)a - b;
    return difference > INT32_MAX ? INT32_MAX : difference < INT32_MIN ? INT32_MIN : (int32_t)difference;
}

int main(void) {
    static const uint32_t values[] = {0, 1, 200, 40000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0};
    for (int left = 0; left < 7; left++) {
        for (int right = 0; right < 7; right++) {
            uint32_t a = values[left], b = values[right];
            printf("%d %d %x %x ", add8((uint8_t)a, (uint8_t)b), add16((int16_t)a, (int16_t)b), (unsigned)add32(a, b),
                (unsigned)sub32((int32_t)a, (int32_t)b));
        }
        printf("\n");
    }
    return 0;
}
