// _Float16 in structs, arrays, parameters and results; negation and selection.
#include <stdio.h>

struct sample { _Float16 value; short tag; _Float16 rest[3]; };

__attribute__((noinline)) static _Float16 mean(const _Float16 *values, int count) {
    _Float16 sum = 0;
    for (int index = 0; index < count; index++) sum += values[index];
    sum /= (_Float16)count;
    return sum;
}

__attribute__((noinline)) static struct sample scale(struct sample s, _Float16 by) {
    s.value *= by;
    for (int index = 0; index < 3; index++) s.rest[index] = s.rest[index] > by ? -s.rest[index] : by;
    return s;
}

int main(void) {
    struct sample s = {1.5f, 7, {0.25f, 4, 100}};
    s = scale(scale(s, 2), 3);
    printf("%.4f %d %.4f %.4f %.4f %.4f\n", (double)s.value, s.tag, (double)s.rest[0], (double)s.rest[1], (double)s.rest[2],
        (double)mean(s.rest, 3));
    return (int)s.value;
}
