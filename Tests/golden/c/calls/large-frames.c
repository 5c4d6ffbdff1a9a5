// Frames of more than two kilobytes, whose variables lie far from the stack pointer.
#include <stdio.h>

__attribute__((noinline)) static int work(int seed, int depth) {
    int table[700];
    char text[300];
    long long last;
    for (int index = 0; index < 700; index++) table[index] = seed + index * depth;
    for (int index = 0; index < 300; index++) text[index] = (char)(index ^ seed);
    last = depth > 0 ? work(seed + 1, depth - 1) : 1;
    for (int index = 0; index < 700; index += 50) last += table[index] * text[index % 300];
    return (int)(last & 0xFFFFFF) + text[299];
}

int main(void) {
    int result = work(3, 4);
    printf("%d\n", result);
    return result & 0xFF;
}
