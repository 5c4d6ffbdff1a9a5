// Vectors as members, in arrays and unions, through pointers, with elements chosen at run time.
#include <stdio.h>

typedef unsigned short h8 __attribute__((vector_size(16)));
struct frame { int number; h8 samples; };
union view { h8 vector; unsigned short elements[8]; unsigned long long halves[2]; };

static struct frame frames[3];

static unsigned sum(const h8 *v, int from, int to) {
    unsigned total = 0;
    for (int index = from; index < to; index++) total += (*v)[index];
    return total;
}

int main(void) {
    for (int index = 0; index < 3; index++) {
        frames[index].number = index;
        frames[index].samples = (h8){1, 2, 3, 4, 5, 6, 7, 8} * (unsigned short)(index * 1000);
        frames[index].samples[index + 2] -= 100;
    }
    frames[0] = frames[2];
    union view view = {frames[1].samples ^ frames[0].samples};
    printf("%u %u %d\n", sum(&frames[0].samples, 2, 7), sum(&frames[2].samples, 0, 8), frames[0].number);
    printf("%u %llx\n", view.elements[3], view.halves[1]);
    return view.elements[5] & 0xFF;
}
