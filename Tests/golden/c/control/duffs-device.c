// A switch into the middle of a loop.
#include <stdio.h>

static void copy(char *to, const char *from, int count) {
    int rounds = (count + 3) / 4;
    switch (count % 4) {
        case 0: do { *to++ = *from++;
        case 3: *to++ = *from++;
        case 2: *to++ = *from++;
        case 1: *to++ = *from++;
                } while (--rounds > 0);
    }
}

int main(void) {
    char buffer[20];
    int sum = 0;
    for (int count = 1; count < 16; count++) {
        for (int index = 0; index < 20; index++) buffer[index] = '.';
        copy(buffer, "abcdefghijklmnop", count);
        for (int index = 0; index < 20; index++) sum += buffer[index] * index;
    }
    buffer[19] = 0;
    printf("%s %d\n", buffer, sum);
    return sum & 0xFF;
}
