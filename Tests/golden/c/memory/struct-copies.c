// Assignments of structs of all sizes through pointers that may be the same or neighbours.
#include <stdio.h>
#include <string.h>

#define SIZES(X) X(1) X(2) X(3) X(5) X(7) X(8) X(15) X(33) X(64) X(100)
#define DECLARE(n)                                                                     \
    struct b##n { char bytes[n]; };                                                    \
    __attribute__((noinline)) static void move##n(struct b##n *to, struct b##n *from) { *to = *from; }
SIZES(DECLARE)

static char room[240];

static unsigned hash(void) {
    unsigned h = 5381;
    for (int index = 0; index < 240; index++) h = h * 33 + (unsigned char)room[index];
    return h;
}

int main(void) {
    for (int index = 0; index < 240; index++) room[index] = (char)(index * 3 + 1);
#define RUN(n)                                                            \
    move##n((struct b##n *)(room + 120), (struct b##n *)(room + 5));       \
    move##n((struct b##n *)(room + 7), (struct b##n *)(room + 230 - n));   \
    move##n((struct b##n *)(room + 9), (struct b##n *)(room + 9));         \
    printf("%d %08x\n", n, hash());
    SIZES(RUN)
    return 0;
}
