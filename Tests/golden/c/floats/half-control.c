// A loop in half precision whose values stay exact, with comparisons that end it.
#include <stdio.h>

static _Float16 step(_Float16 x, _Float16 target) {
    _Float16 error = target - x, part = error * (_Float16)0.25f;
    return x + part;
}

int main(void) {
    _Float16 x = 0, target = 8, before = -1;
    int steps = 0;
    while (x != before && steps < 100) {
        before = x;
        x = step(x, target);
        steps++;
    }
    short table[6] = {0};
    for (int index = 0; index < 6; index++) {
        _Float16 v = (_Float16)(index * 100) / (_Float16)8;
        table[index] = (short)v;
    }
    printf("%d %.4f %d %d %d\n", steps, (double)x, table[1], table[5], x < target);
    return steps;
}
