// Sorting and searching of arrays. The sort is a heap sort: it needs no memory and no deep stack, and its worst case
// is as good as any.

#include <stdlib.h>

#include "hub_libc.h"

static void hub_swap(char *left, char *right, size_t size) {
    for (; size >= 4; size -= 4, left += 4, right += 4) {
        hub_word word = *(hub_word *)left;
        *(hub_word *)left = *(hub_word *)right;
        *(hub_word *)right = word;
    }
    for (; size > 0; size--, left++, right++) {
        char byte = *left;
        *left = *right;
        *right = byte;
    }
}

/// Lets the item at `root`, an offset in bytes, sink below its greater children; the heap ends at `end`.
static void hub_sink(char *items, size_t root, size_t end, size_t size, int (*compare)(const void *, const void *)) {
    for (size_t child; (child = 2 * root + size) < end; root = child) {
        size_t other = child + size;
        if (other < end && compare(items + child, items + other) < 0) child = other;
        if (compare(items + root, items + child) >= 0) return;
        hub_swap(items + root, items + child, size);
    }
}

void qsort(void *array, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    char *items = array;
    size_t end = count * size;
    if (count < 2) return;
    for (size_t root = count / 2 * size; root > 0; root -= size) hub_sink(items, root - size, end, size, compare);
    while ((end -= size) > 0) {
        hub_swap(items, items + end, size);
        hub_sink(items, 0, end, size, compare);
    }
}

void *bsearch(
    const void *key, const void *array, size_t count, size_t size, int (*compare)(const void *, const void *)) {
    const char *start = array;
    while (count > 0) {
        const char *middle = start + count / 2 * size;
        int order = compare(key, middle);
        if (order == 0) return (void *)(uintptr_t)middle;
        if (order > 0) {
            start = middle + size;
            count--;
        }
        count /= 2;
    }
    return NULL;
}
