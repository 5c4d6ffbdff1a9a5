// Runs the checks. Status 1 when one failed.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static int failures;
static uint64_t random_state = 0x9E3779B97F4A7C15;

void check_failed(int line, const char *format, ...) {
    if (++failures > 40) return;
    va_list arguments;
    va_start(arguments, format);
    printf("line %d: ", line);
    vprintf(format, arguments);
    printf("\n");
    va_end(arguments);
}

static uint64_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * 0x2545F4914F6CDD1D;
}

uint64_t check_random_below(uint64_t limit) { return (next_random() >> 11) % limit; }

uint64_t check_random_bits(void) {
    uint64_t bits = next_random();
    switch (next_random() >> 61) {
        case 0: return bits & 0xFF;
        case 1: return bits & 0xFFFF;
        case 2: return bits & 0xFFFFFFFF;
        case 3: return 0 - (bits & 0xFF);
        case 4: return (1ull << (bits & 63)) + (bits >> 6 & 3) - 1;
        default: return bits >> (bits & 63);
    }
}

double check_random_double(void) {
    static const double special[] = {0,   1,       0.5,     9.5,      99.5,    0.05,  1e22,   1e23,   123456789,
                                     0.1, 5e-324,  1e-310,  1.5,      2.5,     3.5,   999999.5, 9999995, 0.00001,
                                     1e6, 1e15,    1e16,    1e17,     0.0001,  100000, 2.2250738585072014e-308};
    uint64_t bits = next_random();
    double number;
    switch (next_random() >> 61) {
        case 0: number = special[bits % (sizeof special / sizeof *special)]; break;
        case 1: number = (double)(bits % 100000) / 1000; break;
        case 2: number = (double)(int64_t)check_random_bits(); break;
        case 3: number = (double)(bits % 1000) / 8; break;
        case 4: number = (double)(bits >> 40) / (double)(1 + (bits & 0xFFFF)); break;
        default: memcpy(&number, &bits, sizeof number); break;
    }
    return next_random() & 1 ? number : -number;
}

int main(void) {
    check_strings();
    check_characters();
    check_integers();
    check_sort();
    check_heap();
    check_formats();
    check_floats();
    check_streams();
    check_mathematics();
    printf("%d failures\n", failures);
    return failures != 0;
}
