// Checked addition, subtraction and multiplication of int, unsigned and long long, and into narrower results.
#include <stdio.h>

static volatile int ints[] = {0, 1, -1, 65536, 2147483647, -2147483647 - 1};
static volatile long long wides[] = {0, 1, -1, 0x7FFFFFFFFFFFFFFFLL, 0x100000000LL, -3000000000LL};

int main(void) {
    for (int left = 0; left < 6; left++) {
        for (int right = 0; right < 6; right++) {
            int sum, product, difference;
            unsigned total, less;
            int flags = __builtin_add_overflow(ints[left], ints[right], &sum);
            flags = flags * 2 + __builtin_sub_overflow(ints[left], ints[right], &difference);
            flags = flags * 2 + __builtin_mul_overflow(ints[left], ints[right], &product);
            flags = flags * 2 + __builtin_add_overflow((unsigned)ints[left], (unsigned)ints[right], &total);
            flags = flags * 2 + __builtin_sub_overflow((unsigned)ints[left], (unsigned)ints[right], &less);
            unsigned short narrow;
            flags = flags * 2 + __builtin_mul_overflow(ints[left], ints[right], &narrow);
            long long wide, times;
            flags = flags * 2 + __builtin_add_overflow(wides[left], wides[right], &wide);
            flags = flags * 2 + __builtin_sub_overflow(wides[left], wides[right], &times);
            printf("%02x %x %x %x %x %x %x %llx %llx\n", flags, sum, difference, product, total, less, narrow,
                (unsigned long long)wide, (unsigned long long)times);
        }
    }
    return 0;
}
