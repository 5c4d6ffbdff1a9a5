// Sorting against the host's, and the search in what was sorted.

#include <stdlib.h>
#include <string.h>

#include "check.h"

void hub_qsort(void *, size_t, size_t, int (*)(const void *, const void *));
void *hub_bsearch(const void *, const void *, size_t, size_t, int (*)(const void *, const void *));
int hub_rand(void);
void hub_srand(unsigned);

static size_t item_size;

static int by_bytes(const void *left, const void *right) { return memcmp(left, right, item_size); }

static void check_sizes(size_t size) {
    unsigned char mine[1200], theirs[1200];
    item_size = size;
    size_t count = check_random_below(sizeof mine / size);
    if (count > 100) count = 100;
    for (size_t index = 0; index < count * size; index++) {
        mine[index] = theirs[index] = (unsigned char)check_random_below(3);
    }
    hub_qsort(mine, count, size, by_bytes);
    qsort(theirs, count, size, by_bytes);
    CHECK(memcmp(mine, theirs, count * size) == 0, "qsort of %zu items of %zu bytes", count, size);
    unsigned char key[32];
    for (size_t index = 0; index < size; index++) key[index] = (unsigned char)check_random_below(3);
    unsigned char *found = hub_bsearch(key, mine, count, size, by_bytes);
    bool present = bsearch(key, mine, count, size, by_bytes) != NULL;
    CHECK((found != NULL) == present, "bsearch");
    CHECK(!found || memcmp(found, key, size) == 0, "bsearch finds another");
}

void check_sort(void) {
    for (int round = 0; round < 20000; round++) check_sizes(1 + check_random_below(20));
    hub_srand(7);
    int first = hub_rand(), second = hub_rand();
    hub_srand(7);
    CHECK(first == hub_rand() && second == hub_rand() && first != second && first >= 0, "rand");
}
