// exit from deep inside, with output that is still in the buffer.
#include <stdio.h>
#include <stdlib.h>

static void bye(void) { printf("bye\n"); }

static int descend(int n) {
    if (n == 0) {
        printf("bottom, without a newline ");
        exit(42);
    }
    return descend(n - 1) + 1;
}

int main(void) {
    atexit(bye);
    printf("start\n");
    return descend(10);
}
