// Prefix and postfix increments of narrow types, pointers and members, with their values.
#include <stdio.h>

int main(void) {
    unsigned char byte = 255;
    signed char small = 127;
    unsigned short half = 0;
    int array[4] = {10, 20, 30, 40}, *at = array;
    struct {
        int count : 3;
        long long wide;
    } box = {3, 0xFFFFFFFFLL};
    int a = byte++, b = ++byte, c = small++, d = half--, e = *at++, f = *++at, g = (*at)++, h = ++*at;
    int i = box.count++, j = (int)(box.wide++ >> 16);
    printf("%d %d %d %d %d %d %d %d %d %d\n", a, b, c, d, e, f, g, h, i, j);
    printf("%d %d %d %d %d %llx\n", byte, small, half, (int)(at - array), box.count, (unsigned long long)box.wide);
    return 0;
}
