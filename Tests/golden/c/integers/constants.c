// The types of constants: decimal, hexadecimal, octal, with suffixes, and of characters.
#include <limits.h>
#include <stdio.h>

#define KIND(x) _Generic((x), int: 1, unsigned: 2, long: 3, unsigned long: 4, long long: 5, unsigned long long: 6, char: 7, default: 8)

int main(void) {
    printf("%d %d %d %d\n", KIND(1), KIND(1u), KIND(0x7FFFFFFF), KIND(0xFFFFFFFF));
    printf("%d %d %d %d\n", KIND(1ll), KIND(1ull), KIND('a'), KIND((char)'a'));
    printf("%d %d %d\n", 0777, 0x1F, '\101');
    printf("%d %d %u\n", INT_MAX, INT_MIN, UINT_MAX);
    printf("%lld %lld %llu\n", LLONG_MAX, LLONG_MIN, ULLONG_MAX);
    printf("%d %d %d %d\n", CHAR_MIN, CHAR_MAX, SHRT_MIN, USHRT_MAX);
    printf("%d %d\n", '\xFF', 'A' + '\n');
    return 1000000 / 7919;
}
