// && and || evaluate their right side only when needed; their value is 0 or 1.
#include <stdio.h>

static char trace[64];
static int length;

static int note(char c, int value) {
    trace[length++] = c;
    return value;
}

int main(void) {
    int a = note('a', 0) && note('b', 1);
    int b = note('c', 5) || note('d', 1);
    int c = note('e', 2) && note('f', 3) && note('g', 0) && note('h', 1);
    int d = note('i', 0) || note('j', 0) || note('k', -4);
    int e = (note('l', 1) && note('m', 0)) || note('n', 1);
    int f = note('o', 0) ? note('p', 1) : note('q', 7), g = !note('r', 0);
    if (note('s', 1) || note('t', 1)) a += 10;
    while (note('u', length < 25) && note('v', 1)) b++;
    trace[length] = 0;
    printf("%s %d %d %d %d %d %d %d\n", trace, a, b, c, d, e, f, g);
    return length;
}
