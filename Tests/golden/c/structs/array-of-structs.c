// An array of structs walked by index and by pointer; sorting by a member.
#include <stdio.h>

struct item { unsigned char key; int value; const char *name; };

static struct item items[] = {{5, -1, "five"}, {2, 20, "two"}, {9, 900, "nine"}, {1, 11, "one"}, {7, 0, "seven"}};
enum { COUNT = sizeof items / sizeof *items };

int main(void) {
    for (int end = COUNT - 1; end > 0; end--) {
        for (struct item *at = items; at < items + end; at++) {
            if (at->key > at[1].key) {
                struct item swap = *at;
                *at = at[1];
                at[1] = swap;
            }
        }
    }
    int weighted = 0;
    for (int index = 0; index < COUNT; index++) {
        printf("%d:%s ", items[index].key, items[index].name);
        weighted += items[index].value * (index + 1);
    }
    printf("%d\n", weighted);
    return (int)(&items[4] - &items[1]);
}
