// The loop of samples/hsx/sort: recursive quicksort of words, the last one the pivot; run(n): 8,000 numbers, n times.
// hubc: memory of HSX

#include <stdint.h>

enum { COUNT = 8000 };

static int32_t numbers[COUNT];

static void quicksort(int32_t *first, int32_t *last) {
    if (first >= last) return;
    int32_t pivot = *last;
    int32_t *low = first;
    for (int32_t *at = first; at != last; at++) {
        int32_t word = *at;
        if (word < pivot) {
            *at = *low;
            *low = word;
            low++;
        }
    }
    *last = *low;
    *low = pivot;
    quicksort(first, low - 1);
    quicksort(low + 1, last);
}

uint64_t run(uint32_t n) {
    uint32_t random = 99, sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < COUNT; j++) {
            random = random * 1664525 + 1013904223;
            numbers[j] = (int32_t)random;
        }
        quicksort(numbers, numbers + (COUNT - 1));
        for (uint32_t j = 0; j < COUNT; j++) sum = sum * 31 + (uint32_t)numbers[j];
    }
    return (uint64_t)sum;
}
