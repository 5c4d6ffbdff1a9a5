// Absolute values, quotients with remainders, and the lowest bit.

#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

int abs(int number) { return number < 0 ? -number : number; }
long labs(long number) { return number < 0 ? -number : number; }
long long llabs(long long number) { return number < 0 ? -number : number; }
intmax_t imaxabs(intmax_t number) { return number < 0 ? -number : number; }

div_t div(int dividend, int divisor) { return (div_t){dividend / divisor, dividend % divisor}; }
ldiv_t ldiv(long dividend, long divisor) { return (ldiv_t){dividend / divisor, dividend % divisor}; }
lldiv_t lldiv(long long dividend, long long divisor) { return (lldiv_t){dividend / divisor, dividend % divisor}; }
imaxdiv_t imaxdiv(intmax_t dividend, intmax_t divisor) {
    return (imaxdiv_t){dividend / divisor, dividend % divisor};
}

int ffs(int number) { return number == 0 ? 0 : __builtin_ctz((unsigned)number) + 1; }
