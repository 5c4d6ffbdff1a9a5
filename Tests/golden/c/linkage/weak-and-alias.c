// Weak definitions that stand alone, aliases of functions and of variables, undefined weak functions.
#include <stdio.h>

__attribute__((weak)) int setting = 7;
__attribute__((weak)) int hook(int x) { return x + setting; }
extern int nowhere(void) __attribute__((weak));

int original(int x) { return x * 10; }
int alias(int x) __attribute__((alias("original")));
int value = 5;
extern int value_alias __attribute__((alias("value")));

int main(void) {
    value_alias += 3;
    int (*chosen)(int) = alias;
    printf("%d %d %d %d\n", hook(1), alias(4), value, chosen == original);
    if (nowhere) return nowhere();
    return chosen(value);
}
