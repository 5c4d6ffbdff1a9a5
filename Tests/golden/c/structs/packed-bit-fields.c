// Bit-fields of chars and shorts, of _Bool, and in an array of structs.
#include <stdbool.h>
#include <stdio.h>

struct entry {
    unsigned char kind : 4, level : 4;
    bool on : 1;
    unsigned char rest : 7;
    short offset : 12;
};

static struct entry table[6];

int main(void) {
    for (int index = 0; index < 6; index++) {
        table[index] = (struct entry){.kind = (unsigned char)(index * 3), .level = 15, .on = index & 1, .offset = (short)(index * -400)};
        table[index].rest = (unsigned char)(table[index].kind * 9);
        table[index].level -= (unsigned char)index;
    }
    int sum = 0;
    for (int index = 0; index < 6; index++) {
        struct entry *e = &table[index];
        printf("%d %d %d %d %d\n", e->kind, e->level, e->on, e->rest, e->offset);
        sum += e->kind * e->offset + e->on;
    }
    printf("%d %d\n", sum, (int)sizeof(struct entry));
    return sum & 0xFF;
}
