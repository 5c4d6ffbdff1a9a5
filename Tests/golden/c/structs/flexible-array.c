// A struct with a flexible array member in static memory of its own.
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct packet { unsigned short length; unsigned char kind; unsigned char data[]; };

static union { struct packet packet; unsigned char room[32]; } buffer;

static int checksum(const struct packet *p) {
    int sum = p->kind;
    for (int index = 0; index < p->length; index++) sum = sum * 17 + p->data[index];
    return sum;
}

int main(void) {
    struct packet *p = &buffer.packet;
    p->length = 10;
    p->kind = 3;
    memcpy(p->data, "0123456789", 10);
    printf("%d %d %d\n", checksum(p), (int)offsetof(struct packet, data), (int)sizeof *p);
    printf("%02x %02x\n", buffer.room[0], buffer.room[offsetof(struct packet, data) + 9]);
    return checksum(p) & 0xFF;
}
