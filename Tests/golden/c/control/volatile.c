// Volatile objects are read and written as often as the source says; loops over them are kept.
#include <stdio.h>

static volatile int flag = 3;
static volatile unsigned char port[4];
struct device { volatile short status; int plain; };
static struct device device;

int main(void) {
    int reads = 0;
    while (flag) {
        flag = flag - 1;
        reads++;
    }
    for (int index = 0; index < 10; index++) port[index & 3] = (unsigned char)(port[index & 3] * 2 + index);
    device.status = 1;
    device.status |= 0x40;
    device.status <<= 2;
    device.plain = device.status + device.status;
    volatile int *at = &flag;
    *at = 9;
    (void)*at;
    int total = *at++ + flag;
    printf("%d %d %d %d %d %d\n", reads, port[0], port[1], device.plain, total, device.status);
    return total;
}
