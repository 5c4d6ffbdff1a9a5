// What the sources of the library share. Names of the library's own begin with __hub_, which no program may use.
#ifndef HUB_LIBC_H
#define HUB_LIBC_H

#include <stdbool.h>
#include <stdint.h>

/// A word anywhere in memory: the machine loads and stores at any address.
typedef struct __attribute__((__packed__, __may_alias__)) hub_word {
    uint32_t bits;
} hub_word;

/// What is to run when the program ends: the handlers of atexit, and the rest of stdout. Null until there is something
/// to do, so that a program without either has nothing of them.
extern void (*__hub_at_exit)(void);
extern void (*__hub_at_flush)(void);

/// Runs the destructors of the program. The compiler defines it when there are some.
extern void __hub_run_destructors(void) __attribute__((__weak__));

/// Runs them all. The compiler calls it when main has returned.
void __hubc_exit_hook(void);

/// The value of a digit below `base`, else -1.
int __hub_digit_value(char character, int base);

#endif
