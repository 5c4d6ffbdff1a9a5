// Objects without initialisers are zero; those with partial ones are zero in the rest; padding does not matter.
#include <stdio.h>

static struct { char c; long long w; char name[3]; } statics[4];
static int *pointers[3];
static double reals[3];
static unsigned char tail[7] = {1, 2};

int main(void) {
    int sum = 0;
    for (int index = 0; index < 4; index++) sum += statics[index].c + (int)statics[index].w + statics[index].name[2];
    for (int index = 0; index < 3; index++) sum += pointers[index] != NULL || reals[index] != 0.0;
    int local[20] = {[19] = 4};
    struct { char a; int b[6]; } partial = {.b = {1, [4] = 2}};
    for (int index = 0; index < 20; index++) sum = sum * 2 + local[index];
    for (int index = 0; index < 6; index++) sum = sum * 3 + partial.b[index];
    for (int index = 0; index < 7; index++) sum += tail[index] * 1000;
    statics[2].w = -1;
    printf("%d %d %d\n", sum, partial.a, (int)(statics[1].w + statics[2].w + statics[3].c));
    return sum & 0xFF;
}
