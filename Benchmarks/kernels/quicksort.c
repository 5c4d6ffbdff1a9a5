// Recursive quicksort of 32-bit integers; run(n): n numbers, at most a million.

#include <stdint.h>

enum { MOST = 1000000 };

static int32_t numbers[MOST];

static void sort(int32_t *first, int32_t *last) {
    while (first < last) {
        int32_t pivot = first[0];
        int32_t *low = first, *high = last;
        while (low <= high) {
            while (*low < pivot) low++;
            while (*high > pivot) high--;
            if (low <= high) {
                int32_t kept = *low;
                *low = *high;
                *high = kept;
                low++;
                high--;
            }
        }
        sort(first, high);
        first = low;
    }
}

uint64_t run(uint32_t n) {
    uint32_t random = 12345;
    for (uint32_t i = 0; i < n; i++) {
        random = random * 1664525 + 1013904223;
        numbers[i] = (int32_t)random;
    }
    sort(numbers, numbers + (n - 1));
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) sum = sum * 31 + (uint64_t)(uint32_t)numbers[i];
    return sum;
}
