// Static locals keep their value, one for each function, with initialisers and in recursion.
#include <stdio.h>

static int counter(int step) {
    static int count = 100;
    static char history[8] = {'a'};
    static unsigned index;
    count += step;
    history[++index & 7] = (char)('a' + (count & 15));
    return count + history[index - 1 & 7];
}

static int other(void) {
    static int count;
    return ++count;
}

static int deep(int n) {
    static int deepest;
    int before = deepest;
    if (n > deepest) deepest = n;
    return n > 5 ? deepest : deep(n + 2) + before;
}

int main(void) {
    int sum = 0;
    for (int index = 0; index < 12; index++) sum = sum * 3 + counter(index) + other();
    int first = deep(0), second = deep(-10);
    printf("%d %d %d %d\n", sum, other(), first, second);
    return other();
}
