// A ring buffer with unsigned indices that wrap, of bytes and of records.
#include <stdio.h>

struct ring { unsigned char bytes[16]; unsigned char head, tail; };

static int put(struct ring *r, const void *data, int length) {
    const unsigned char *from = data;
    if ((unsigned char)(r->tail - r->head) + length > 16) return 0;
    while (length-- > 0) r->bytes[r->tail++ % 16] = *from++;
    return 1;
}

static int take(struct ring *r, void *data, int length) {
    unsigned char *to = data;
    if ((unsigned char)(r->tail - r->head) < length) return 0;
    while (length-- > 0) *to++ = r->bytes[r->head++ % 16];
    return 1;
}

int main(void) {
    static struct ring ring = {.head = 250, .tail = 250};
    int stored = 0, refused = 0;
    long long sum = 0;
    for (int round = 0; round < 40; round++) {
        int value = round * round * 1000;
        short half = (short)-round;
        put(&ring, &value, sizeof value) ? stored++ : refused++;
        if (round % 3 == 0) put(&ring, &half, sizeof half) && take(&ring, &half, sizeof half) ? stored++ : refused++;
        if (round % 2 && take(&ring, &value, sizeof value)) sum = sum * 3 + value;
    }
    printf("%d %d %llx %d %d\n", stored, refused, (unsigned long long)sum, ring.head, ring.tail);
    return stored;
}
