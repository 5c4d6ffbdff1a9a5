// Large structs set to zero, copied and compared by memory, including through pointers to parts.
#include <stdio.h>
#include <string.h>

struct large { int head; char body[300]; long long tail; };

static struct large globals[2];

__attribute__((noinline)) static void fill(struct large *l, int seed) {
    *l = (struct large){0};
    l->head = seed;
    for (int index = 0; index < 300; index += 7) l->body[index] = (char)(seed + index);
    l->tail = -seed;
}

__attribute__((noinline)) static int total(struct large l) {
    int sum = l.head + (int)l.tail;
    for (int index = 0; index < 300; index++) sum += l.body[index];
    l.head = 0;
    return sum;
}

int main(void) {
    struct large local;
    fill(&local, 5);
    globals[1] = local;
    printf("%d %d\n", total(globals[1]), total(globals[0]));
    printf("%d %d\n", memcmp(&globals[1], &local, sizeof local) == 0, memcmp(globals, &local, sizeof local) < 0);
    globals[0] = globals[1];
    globals[1].body[299] = 3;
    printf("%d %d\n", total(globals[0]), total(globals[1]));
    return globals[0].head;
}
