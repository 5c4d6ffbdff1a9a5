// A dense switch with fallthrough, a default in the middle and blocks that return.
#include <stdio.h>

__attribute__((noinline)) static int pick(int n) {
    int result = 1;
    switch (n) {
        case 0: return 100;
        case 1: result += 10;
        case 2: result += 20; break;
        default: result = -1; break;
        case 3:
        case 4: result *= 7;
        case 5: result++;
        case 6: break;
        case 7: return n * n;
    }
    return result;
}

int main(void) {
    for (int n = -2; n < 10; n++) printf("%d ", pick(n));
    printf("\n");
    return pick(3);
}
