// printf of integers: flags, widths, precisions, sizes.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int main(void) {
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", 42, 42, 42, 42, 42, 42);
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", -42, -42, -42, -42, -42, -42);
    printf("[%x] [%X] [%#x] [%08x] [%-8x] [%o] [%#o]\n", 48879, 48879, 48879, 48879, 48879, 8, 8);
    printf("[%.5d] [%8.5d] [%-8.3d] [%.0d] [%+.0d]\n", 123, 123, 12345, 0, 0);
    printf("[%hhd] [%hd] [%hhu] [%hu]\n", 300, 70000, -1, -1);
    printf("[%lld] [%llu] [%llx] [%20lld]\n", -9000000000000000000LL, 18000000000000000000ULL, 0x123456789ABCDEFULL, -1LL);
    printf("[%zu] [%td] [%jd]\n", sizeof(int), (ptrdiff_t)-5, (intmax_t)-7);
    printf("[%*d] [%-*d] [%.*d] [%*d]\n", 6, 1, 6, 2, 4, 3, -6, 4);
    printf("[%i] [%u] [%%] [%d]\n", -2147483647 - 1, 4294967295u, 2147483647);
    return printf("12345\n");
}
