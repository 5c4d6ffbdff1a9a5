// A doubly linked ring and a hash table with chains, in static memory.
#include <stdio.h>
#include <string.h>

struct ring { struct ring *next, *previous; int value; };
struct entry { const char *key; int value; struct entry *chain; };

static struct entry entries[12], *buckets[5];
static int used;

static unsigned hash(const char *text) {
    unsigned h = 0;
    while (*text) h = h * 31 + (unsigned char)*text++;
    return h;
}

static int *find(const char *key) {
    struct entry **bucket = &buckets[hash(key) % 5];
    for (struct entry *at = *bucket; at; at = at->chain) if (strcmp(at->key, key) == 0) return &at->value;
    entries[used] = (struct entry){key, 0, *bucket};
    *bucket = &entries[used++];
    return &(*bucket)->value;
}

int main(void) {
    static struct ring nodes[7];
    for (int index = 0; index < 7; index++) nodes[index] = (struct ring){&nodes[(index + 1) % 7], &nodes[(index + 6) % 7], index + 1};
    struct ring *at = nodes;
    printf("ring");
    for (int left = 7; left > 1; left--) {
        at = at->next->next->next;
        printf(" %d", at->value);
        at->previous->next = at->next;
        at->next->previous = at->previous;
    }
    static const char *const words[] = {"one", "two", "one", "three", "two", "one", "four", "eno"};
    for (int index = 0; index < 8; index++) ++*find(words[index]);
    printf(", %d left; %d %d %d %d\n", at->next->value, *find("one"), *find("two"), *find("eno"), used);
    return at->next->value;
}
