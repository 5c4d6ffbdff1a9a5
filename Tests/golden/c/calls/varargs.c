// Variable arguments of int, unsigned, long long, double and pointers.
#include <stdarg.h>
#include <stdio.h>

static long long total(const char *kinds, ...) {
    va_list list;
    long long sum = 0;
    va_start(list, kinds);
    for (; *kinds; kinds++) {
        switch (*kinds) {
            case 'i': sum += va_arg(list, int); break;
            case 'u': sum += va_arg(list, unsigned); break;
            case 'l': sum += va_arg(list, long long); break;
            case 'd': sum += (long long)(va_arg(list, double) * 4); break;
            case 's': sum += *va_arg(list, const char *); break;
            case 'p': sum += *va_arg(list, int *); break;
        }
    }
    va_end(list);
    return sum;
}

int main(void) {
    int value = 1000;
    char c = -3;
    float f = 2.5f;
    printf("%lld\n", total(""));
    printf("%lld\n", total("iiiiii", 1, 2, 3, 4, 5, -6));
    printf("%lld\n", total("ilildl", 1, 1LL << 40, 2, -1LL, 0.25, 7LL));
    printf("%lld\n", total("dusip", f, 4000000000u, "A", c, &value));
    printf("%lld\n", total("llllllllllll", 1LL, 2LL, 3LL, 4LL, 5LL, 6LL, 7LL, 8LL, 9LL, 10LL, 11LL, 12LL));
    return 0;
}
