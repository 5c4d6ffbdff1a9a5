// Bubble sort of 48 signed numbers from a generator, and a checksum of the order.

#include <stdint.h>

enum { COUNT = 48 };

static int32_t numbers[COUNT];
volatile uint32_t seed = 99;

static void sort(int32_t *items, int32_t count) {
    for (int32_t end = count - 1; end > 0; end--) {
        for (int32_t i = 0; i < end; i++) {
            int32_t left = items[i], right = items[i + 1];
            if (left > right) {
                items[i] = right;
                items[i + 1] = left;
            }
        }
    }
}

int main(void) {
    uint32_t random = seed, sum = 0;
    for (int32_t i = 0; i < COUNT; i++) {
        random = random * 1664525 + 1013904223;
        numbers[i] = (int32_t)random;
    }
    sort(numbers, COUNT);
    for (int32_t i = 0; i < COUNT; i++) sum = sum * 31 + (uint32_t)numbers[i];
    return (int)sum;
}
