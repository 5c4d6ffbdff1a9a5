/* Variables in registers over ranges, a struct with bit-fields, an array and an inlined function: DebugFileTests looks at
   what .sym and .dbg say of them. */
#include <stdio.h>

struct span {
    unsigned first : 4, count : 12;
    const short *values;
};

static short table[4] = {3, 5, 7, 11};
volatile int seen;

static inline int square(int value) {
    int result = value * value;
    return result;
}

__attribute__((noinline)) int sum(const struct span *span) {
    int total = 0;
    for (unsigned i = 0; i < span->count; i++) {
        total += square(span->values[span->first + i]);
    }
    return total;
}

int main(void) {
    struct span middle = {1, 2, table};
    int copy[2] = {table[0], table[3]};
    seen = sum(&middle);
    putchar('0' + copy[seen & 1] % 10);
    putchar('\n');
    return seen;
}
