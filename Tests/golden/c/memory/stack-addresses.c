// Addresses of locals handed down, kept in structs and used by other frames.
#include <stdio.h>

struct list { int value; const struct list *before; };

static int walk(const struct list *list) {
    int total = 0;
    for (int weight = 1; list; list = list->before, weight++) total += list->value * weight;
    return total;
}

static int descend(int depth, const struct list *before) {
    struct list here = {depth * depth, before};
    if (depth == 0) return walk(&here);
    int below = descend(depth - 1, &here);
    here.value++;
    return below + walk(&here);
}

static void swap(int *a, int *b) {
    int t = *a;
    *a = *b;
    *b = t;
}

int main(void) {
    int values[5] = {5, 3, 1, 4, 2}, *least = values;
    for (int i = 0; i < 5; i++) {
        least = values + i;
        for (int j = i; j < 5; j++) if (values[j] < *least) least = &values[j];
        swap(least, &values[i]);
    }
    printf("%d %d%d%d%d%d\n", descend(9, NULL), values[0], values[1], values[2], values[3], values[4]);
    return descend(4, NULL);
}
