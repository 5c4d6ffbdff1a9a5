// malloc, calloc, realloc and free: a growing list, a tree, blocks freed in another order.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tree { int key; struct tree *left, *right; };

static struct tree *insert(struct tree *tree, int key) {
    if (!tree) {
        tree = calloc(1, sizeof *tree);
        tree->key = key;
    } else if (key < tree->key) {
        tree->left = insert(tree->left, key);
    } else if (key > tree->key) {
        tree->right = insert(tree->right, key);
    }
    return tree;
}

static int walk(struct tree *tree, int depth) {
    if (!tree) return 0;
    int sum = walk(tree->left, depth + 1) + tree->key * depth + walk(tree->right, depth + 1);
    free(tree);
    return sum;
}

int main(void) {
    struct tree *tree = NULL;
    for (int index = 0, key = 7; index < 30; index++, key = key * 31 % 101) tree = insert(tree, key);
    int *list = NULL, count = 0, room = 0;
    for (int index = 0; index < 100; index++) {
        if (count == room) list = realloc(list, sizeof *list * (unsigned)(room = room * 2 + 1));
        list[count++] = index * index;
    }
    char *texts[8];
    for (int index = 0; index < 8; index++) {
        texts[index] = malloc((unsigned)index * 5 + 1);
        memset(texts[index], 'a' + index, (unsigned)index * 5);
        texts[index][index * 5] = 0;
    }
    for (int index = 6; index > 0; index -= 2) free(texts[index]);
    char *again = strcpy(malloc(12), "again");
    printf("%d %d %s %s %s\n", walk(tree, 1), list[99], texts[1], texts[3], again);
    free(list);
    free(NULL);
    return count;
}
