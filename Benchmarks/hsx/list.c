// A linked list of 64 nodes: built, reversed in place five times, summed by position.

#include <stddef.h>
#include <stdint.h>

enum { COUNT = 64 };

struct node {
    struct node *next;
    uint32_t value;
};

static struct node nodes[COUNT];
volatile uint32_t seed = 3;

static struct node *reverse(struct node *list) {
    struct node *done = NULL;
    while (list) {
        struct node *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

int main(void) {
    uint32_t value = seed, sum = 0;
    struct node *list = NULL;
    for (uint32_t i = 0; i < COUNT; i++) {
        nodes[i].value = value;
        nodes[i].next = list;
        list = &nodes[i];
        value = value * 5 + 1;
    }
    for (int round = 0; round < 5; round++) list = reverse(list);
    for (const struct node *node = list; node; node = node->next) sum = sum * 3 + node->value;
    return (int)sum;
}
