// Memory from alloca: lives until the function returns, in loops too.
#include <stdio.h>
#include <string.h>

#define ALLOCATE __builtin_alloca

struct node { struct node *next; int value; };

__attribute__((noinline)) static int build(int count) {
    struct node *list = NULL;
    for (int index = 0; index < count; index++) {
        struct node *node = ALLOCATE(sizeof *node);
        *node = (struct node){list, index * index};
        list = node;
    }
    int sum = 0;
    for (; list; list = list->next) sum = sum * 3 + list->value;
    return sum;
}

__attribute__((noinline)) static int reverse(const char *text) {
    unsigned length = (unsigned)strlen(text);
    char *copy = ALLOCATE(length + 1);
    for (unsigned index = 0; index < length; index++) copy[index] = text[length - 1 - index];
    copy[length] = 0;
    printf("%s ", copy);
    return copy[0];
}

int main(void) {
    int total = 0;
    for (int round = 0; round < 20; round++) total += build(round) ^ round;
    total += reverse("desserts") + reverse("");
    printf("%d\n", total);
    return total & 0xFF;
}
