// 64-bit addition, subtraction, multiplication with carries between the halves.
#include <stdio.h>

static volatile long long values[] = {0, 1, -1, 0xFFFFFFFFLL, 0x100000000LL, 0x7FFFFFFFFFFFFFFFLL, 0x123456789ABCDEFLL};

int main(void) {
    for (int left = 0; left < 7; left++) {
        for (int right = 0; right < 7; right++) {
            long long a = values[left], b = values[right];
            printf("%llx %llx %llx\n", (unsigned long long)(a + b), (unsigned long long)(a - b),
                (unsigned long long)(a * b));
        }
    }
    return 0;
}
