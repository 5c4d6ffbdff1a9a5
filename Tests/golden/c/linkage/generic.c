// _Generic picks by type; typeof names types; static assertions hold.
#include <stdio.h>

#define NAME(x) _Generic((x), char: "char", signed char: "signed char", unsigned char: "unsigned char", short: "short", \
    int: "int", unsigned: "unsigned", long long: "long long", float: "float", double: "double", char *: "char *",       \
    const char *: "const char *", int *: "int *", default: "other")
#define SQUARE(x) ({ __typeof__(x) value = (x); value * value; })
_Static_assert(sizeof(short) == 2 && sizeof(long long) == 8, "sizes");

int main(void) {
    char c = 1;
    short s = 2;
    const char *text = "t";
    float f = 1;
    printf("%s %s %s %s %s\n", NAME(c), NAME(s), NAME(c + s), NAME(text), NAME("literal"));
    printf("%s %s %s %s %s\n", NAME(f), NAME(f * 2.0), NAME(1u + 1), NAME(1LL + 1u), NAME(&s));
    int count = 3;
    int squared = SQUARE(count++);
    printf("%d %d %.2f\n", squared, count, SQUARE(1.5));
    return squared;
}
