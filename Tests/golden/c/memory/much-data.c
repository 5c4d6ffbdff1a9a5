// Twenty kilobytes of data, more than lie below the stack: zeroed and initialised, large and small.
#include <stdio.h>

static short first[3000];
static int mixed[8] = {1, 2, 3};
static unsigned char bytes[9000];
static const char text[] = "between";
static long long wide[300];
static int tail[5] = {5, 4, 3, 2, 1};

int main(void) {
    for (int index = 0; index < 3000; index++) first[index] = (short)(index * 7);
    for (int index = 0; index < 9000; index++) bytes[index] = (unsigned char)(index ^ index >> 5);
    for (int index = 0; index < 300; index++) wide[index] = (long long)first[index * 10] * bytes[index * 30];
    int sum = 0;
    for (int index = 0; index < 300; index++) sum = sum * 3 + (int)wide[index] + tail[index % 5] + mixed[index % 8];
    printf("%s %d %d %d\n", text, sum, first[2999], bytes[8999]);
    return sum & 0xFF;
}
