// Nested loops with break and continue at each depth.
#include <stdio.h>

int main(void) {
    int count = 0, sum = 0;
    for (int a = 0; a < 12; a++) {
        if (a == 3) continue;
        for (int b = a; b < 12; b++) {
            int c = 0;
            while (1) {
                c++;
                if (c * b > 40) break;
                if ((c ^ a) & 1) continue;
                sum += a * b + c;
                if (sum % 97 == 0) goto out;
            }
            if (b == 9) break;
            count += c;
        }
        if (a == 10) break;
    }
out:
    printf("%d %d\n", count, sum);
    return count & 0xFF;
}
