// Fibonacci numbers by recursion.

#include <stdint.h>

volatile uint32_t number = 16;

static uint32_t fib(uint32_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(void) { return (int)fib(number); }
