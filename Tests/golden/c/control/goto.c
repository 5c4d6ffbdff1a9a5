// Jumps forward, backward, out of nested loops and into a block.
#include <stdio.h>

static int search(int target) {
    int tries = 0;
    for (int a = 1; a < 20; a++) {
        for (int b = a; b < 20; b++) {
            tries++;
            if (a * b == target) goto found;
        }
    }
    goto missing;
found:
    return tries;
missing:
    return -tries;
}

static int collatz(int n) {
    int steps = 0;
again:
    if (n == 1) goto done;
    steps++;
    if (n & 1) {
        n = 3 * n + 1;
        goto again;
    }
    n /= 2;
    goto again;
done:
    return steps;
}

static int into(int where) {
    int x = 5;
    if (where) goto inside;
    while (x < 50) {
        x += 3;
    inside:
        x *= 2;
    }
    return x;
}

int main(void) {
    printf("%d %d %d %d %d\n", search(221), search(23), collatz(27), into(0), into(1));
    return collatz(97);
}
