// Members at odd addresses are read and written through the struct and through pointers to packed words.
#include <stdio.h>
#include <string.h>

struct __attribute__((packed)) record { unsigned char tag; int value; short delta; long long total; double ratio; };

static struct record records[3];

int main(void) {
    for (int index = 0; index < 3; index++) {
        struct record *r = &records[index];
        r->tag = (unsigned char)(200 + index);
        r->value = -1000000 * index - 1;
        r->delta = (short)(index * -3);
        r->total = 0x123456789ALL << index;
        r->ratio = index * 1.25;
        r->value += r->delta;
        r->total -= r->value;
    }
    records[0] = records[2];
    for (int index = 0; index < 3; index++) {
        struct record r = records[index];
        printf("%d %d %d %llx %.2f\n", r.tag, r.value, r.delta, (unsigned long long)r.total, r.ratio);
    }
    unsigned char bytes[sizeof records];
    memcpy(bytes, records, sizeof bytes);
    unsigned hash = 0;
    for (int index = 0; index < (int)sizeof bytes; index++) hash = hash * 33 + bytes[index];
    printf("%08x %d\n", hash, (int)sizeof records);
    return 0;
}
