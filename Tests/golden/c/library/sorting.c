// qsort with several comparisons and sizes, and bsearch in the result.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item { char name[8]; int rank; };

static int by_int(const void *a, const void *b) { return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b); }
static int by_name(const void *a, const void *b) { return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name); }
static int by_rank_down(const void *a, const void *b) { return ((const struct item *)b)->rank - ((const struct item *)a)->rank; }
static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(void) {
    int numbers[40];
    unsigned seed = 12345;
    for (int index = 0; index < 40; index++) numbers[index] = (int)((seed = seed * 1103515245 + 12345) >> 16) - 20000;
    qsort(numbers, 40, sizeof *numbers, by_int);
    int sorted = 1;
    for (int index = 1; index < 40; index++) sorted &= numbers[index - 1] <= numbers[index];
    int key = numbers[17];
    int *found = bsearch(&key, numbers, 40, sizeof *numbers, by_int);
    printf("%d %d %d %d\n", sorted, numbers[0], *found, numbers[39]);
    struct item items[] = {{"delta", 4}, {"alpha", 9}, {"gamma", 1}, {"beta", 7}};
    qsort(items, 4, sizeof *items, by_name);
    for (int index = 0; index < 4; index++) printf("%s ", items[index].name);
    qsort(items, 4, sizeof *items, by_rank_down);
    for (int index = 0; index < 4; index++) printf("%d ", items[index].rank);
    const char *words[] = {"pear", "fig", "apple", "kiwi"};
    qsort(words, 4, sizeof *words, by_text);
    printf("%s %s\n", words[0], words[3]);
    return items[0].rank;
}
