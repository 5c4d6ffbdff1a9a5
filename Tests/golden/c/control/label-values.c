// Labels as values: differences stored as offsets, a label chosen by a condition, jumps out of a loop.
#include <stdio.h>

static int states(const char *text) {
    int count = 0;
    void *state = &&outside;
    for (;; text++) {
        if (!*text) return count;
        goto *state;
    outside:
        if (*text != ' ') {
            count++;
            state = &&inside;
        }
        continue;
    inside:
        state = *text == ' ' ? &&outside : &&inside;
    }
}

int main(void) {
    printf("%d %d %d %d\n", states(""), states("  one"), states("a bb   ccc "), states("x y z"));
    return states("the quick brown fox");
}
