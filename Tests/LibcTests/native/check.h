// What the checks of the library share. The library's own functions carry the prefix hub_ here (the objects are renamed
// after compiling), so the same program can call those of the host: the oracle.
#ifndef CHECK_H
#define CHECK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHECK(condition, ...)                                 \
    do {                                                      \
        if (!(condition)) check_failed(__LINE__, __VA_ARGS__); \
    } while (0)

/// Counts a failure and shows the first ones.
void check_failed(int line, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// A pseudo-random number below `limit`.
uint64_t check_random_below(uint64_t limit);
/// 64 pseudo-random bits, often few of them set, and often near a power of two.
uint64_t check_random_bits(void);
/// A pseudo-random double of any kind.
double check_random_double(void);

/// What the library has sent to the UART since the last call.
const char *check_output(void);

void check_strings(void);
void check_integers(void);
void check_heap(void);
void check_sort(void);
void check_formats(void);
void check_floats(void);
void check_streams(void);
void check_mathematics(void);
void check_characters(void);

#endif
