// Structs in structs in arrays; copies of parts; pointers into them.
#include <stdio.h>

struct point { short x, y; };
struct box { struct point low, high; char name[5]; };
struct scene { int count; struct box boxes[3]; struct { struct point origin; long long id; } head; };

static struct scene scene = {2, {{{1, 2}, {3, 4}, "one"}, {{-5, -6}, {7, 8}, "two"}}, {{9, 10}, 1LL << 36}};

static int area(const struct box *b) { return (b->high.x - b->low.x) * (b->high.y - b->low.y); }

int main(void) {
    scene.boxes[2] = scene.boxes[1];
    scene.boxes[2].low = scene.head.origin;
    scene.boxes[2].name[1] = 'o';
    struct point *corner = &scene.boxes[0].high;
    *corner = (struct point){20, 30};
    corner[-1].x = -1;
    struct scene copy = scene;
    scene.boxes[0].name[0] = 'X';
    for (int index = 0; index < 3; index++) printf("%s %d\n", copy.boxes[index].name, area(&copy.boxes[index]));
    printf("%lld %d %d\n", copy.head.id, copy.boxes[2].low.y, scene.boxes[0].name[0]);
    return area(&copy.boxes[1]);
}
