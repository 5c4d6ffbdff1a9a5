// Loops with two entries, by goto.
#include <stdio.h>

static int run(int n, int start) {
    int sum = 0;
    if (start & 1) goto second;
first:
    sum += n;
    n -= 3;
    if (n < 0) return sum;
second:
    sum = sum * 2 + 1;
    n--;
    if (n < 0) return -sum;
    if (sum & 4) goto first;
    if (sum > 1000) return sum + 1;
    goto second;
}

int main(void) {
    int total = 0;
    for (int n = 0; n < 15; n++) {
        printf("%d,%d ", run(n, 0), run(n, 1));
        total += run(n, n);
    }
    printf("\n");
    return total & 0xFF;
}
