// Anonymous structs and unions inside others, and members that are arrays of anonymous structs.
#include <stdio.h>

struct shape {
    enum { CIRCLE, SQUARE, TRIANGLE } kind;
    union {
        int radius;
        struct { int width, height; };
        struct { short a, b, c; } sides;
    };
    struct { int x, y; } at[2];
};

static int measure(const struct shape *s) {
    switch (s->kind) {
        case CIRCLE: return 3 * s->radius * s->radius;
        case SQUARE: return s->width * s->height;
        case TRIANGLE: return s->sides.a + s->sides.b + s->sides.c;
    }
    return -1;
}

int main(void) {
    struct shape shapes[] = {{CIRCLE, {.radius = 5}, {{1, 2}, {3, 4}}},
        {SQUARE, {.width = 6, .height = 7}, .at[1].y = 9}, {.kind = TRIANGLE, .sides = {3, 4, 5}}};
    for (int index = 0; index < 3; index++) printf("%d %d\n", measure(&shapes[index]), shapes[index].at[1].y);
    return measure(&shapes[1]);
}
