// Sequence points: full expressions, arguments assigned before the call, left operands first where that is the rule.
#include <stdio.h>

static int counter;
static int next(void) { return ++counter; }

int main(void) {
    int a[5] = {0};
    int first = next();
    int second = next() + 0 * first;
    int third = (next(), next());
    a[next() - 5] = 7;
    int decided = next() == 6 && next() == 7 ? next() : -next();
    counter += next() > 0;
    printf("%d %d %d %d %d %d\n", first, second, third, a[0], decided, counter);
    return counter;
}
