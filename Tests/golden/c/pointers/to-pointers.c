// Pointers to pointers: a linked list whose links are rewritten, and a table of strings.
#include <stdio.h>

struct node { int value; struct node *next; };

static void insert(struct node **link, struct node *node) {
    while (*link && (*link)->value < node->value) link = &(*link)->next;
    node->next = *link;
    *link = node;
}

static int remove_even(struct node **link) {
    int removed = 0;
    while (*link) {
        if ((*link)->value % 2 == 0) {
            *link = (*link)->next;
            removed++;
        } else {
            link = &(*link)->next;
        }
    }
    return removed;
}

static const char *words[] = {"zero", "one", "two", "three", NULL};

int main(void) {
    static struct node nodes[8];
    struct node *list = NULL;
    for (int index = 0; index < 8; index++) {
        nodes[index].value = index * 5 % 8;
        insert(&list, &nodes[index]);
    }
    for (struct node *at = list; at; at = at->next) printf("%d ", at->value);
    printf("- %d:", remove_even(&list));
    for (struct node *at = list; at; at = at->next) printf(" %d", at->value);
    const char **word = words;
    const char ***deeper = &word;
    while (**deeper) printf(" %s", *(*deeper)++ + 1);
    printf("\n");
    return (int)(word - words);
}
