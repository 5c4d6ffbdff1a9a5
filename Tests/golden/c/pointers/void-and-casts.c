// Generic code over void pointers with an element size.
#include <stdio.h>
#include <string.h>

static void reverse(void *array, int count, int size) {
    char *low = array, *high = low + (count - 1) * size, swap[16];
    for (; low < high; low += size, high -= size) {
        memcpy(swap, low, (unsigned)size);
        memcpy(low, high, (unsigned)size);
        memcpy(high, swap, (unsigned)size);
    }
}

static const void *largest(const void *array, int count, int size, int (*less)(const void *, const void *)) {
    const char *best = array;
    for (int index = 1; index < count; index++) {
        const char *at = (const char *)array + index * size;
        if (less(best, at)) best = at;
    }
    return best;
}

static int less_double(const void *a, const void *b) { return *(const double *)a < *(const double *)b; }

int main(void) {
    double reals[] = {1.5, -2, 99.25, 3};
    short shorts[] = {1, 2, 3, 4, 5};
    char text[] = "stressed";
    reverse(reals, 4, sizeof *reals);
    reverse(shorts, 5, sizeof *shorts);
    reverse(text, 8, 1);
    printf("%.2f %d %s %.2f\n", reals[0], shorts[1], text, *(const double *)largest(reals, 4, sizeof *reals, less_double));
    return shorts[0];
}
