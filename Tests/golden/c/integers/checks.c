// Conditions on overflow before it happens, and ranges checked with one comparison.
#include <limits.h>
#include <stdio.h>

static int safe_add(int a, int b) { return b > 0 ? a <= INT_MAX - b : a >= INT_MIN - b; }
static int safe_multiply(int a, int b) {
    if (a == 0 || b == 0) return 1;
    if (a == -1) return b != INT_MIN;
    return a > 0 ? (b > 0 ? a <= INT_MAX / b : b >= INT_MIN / a) : (b > 0 ? a >= INT_MIN / b : b >= INT_MAX / a);
}
static int is_letter(char c) { return (unsigned)((c | 32) - 'a') < 26u; }

int main(void) {
    static const int values[] = {0, 1, -1, 46341, -46340, INT_MAX, INT_MIN, 2};
    int hash = 0, letters = 0;
    for (int left = 0; left < 8; left++) {
        for (int right = 0; right < 8; right++) {
            int a = values[left], b = values[right];
            hash = hash * 4 + safe_add(a, b) * 2 + safe_multiply(a, b) + (hash >> 27);
        }
    }
    for (int c = 0; c < 128; c++) letters += is_letter((char)c);
    printf("%08x %d\n", (unsigned)hash, letters);
    return letters;
}
