// Compound literals of arrays and structs: addresses, life in loops, in calls and in static initialisers.
#include <stdio.h>

struct point { int x, y; };
static struct point *fixed = &(struct point){11, 22};
static const int *numbers = (const int[]){4, 5, 6};

static int length(const struct point *p) { return p->x * p->x + p->y * p->y; }

static int sum(const int *values, int count) {
    int total = 0;
    while (count-- > 0) total += *values++;
    return total;
}

int main(void) {
    int total = 0;
    for (int index = 0; index < 4; index++) {
        total += length(&(struct point){index, .y = index + 1});
        total += sum((int[]){index, 10, index * index}, 3);
        int *fresh = (int[4]){1};
        fresh[index] += index;
        total += fresh[3];
    }
    (struct point){1, 2}.x;
    struct point *moved = &(struct point){total};
    moved->y--;
    fixed->x++;
    printf("%d %d %d %d %d\n", total, moved->x, moved->y, fixed->x, numbers[2]);
    return total & 0xFF;
}
