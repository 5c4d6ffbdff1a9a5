// Designated, nested, partial and repeated initialisers; what is left out is zero.
#include <stdio.h>

struct inner { int a, b; char text[4]; };
struct outer { struct inner one, two[3]; int tail[5]; };

static const struct outer fixed = {
    .two[1] = {.b = 5, .text = "abcd"}, .one.a = 1, .tail = {[3] = 30, 40, [0] = 7}, .two[2].text[1] = 'z'};
static int sparse[10] = {[2] = 20, [8] = 80, 90};
static int ranges[] = {1, [3 ... 5] = 9, 2};

int main(void) {
    int x = 3;
    struct outer local = {.one = {x, x + 1, "x"}, .two = {{1}, {2, 3}}, .tail = {x * x}};
    printf("%d %d %d %d\n", fixed.one.a, fixed.two[1].b, fixed.two[1].text[3], fixed.two[2].text[1]);
    for (int index = 0; index < 5; index++) printf("%d,%d ", fixed.tail[index], local.tail[index]);
    printf("\n%d %d %d %s\n", local.one.b, local.two[1].b, local.two[2].a, local.one.text);
    for (int index = 0; index < 10; index++) printf("%d ", sparse[index]);
    printf("%d %d\n", (int)(sizeof ranges / sizeof *ranges), ranges[5] + ranges[6] + ranges[2]);
    return 0;
}
