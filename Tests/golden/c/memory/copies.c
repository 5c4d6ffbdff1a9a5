// memcpy, memmove and memset of every size up to 40 at several offsets, constant and variable.
#include <stdio.h>
#include <string.h>

static unsigned char bytes[128];

static unsigned hash(void) {
    unsigned h = 2166136261u;
    for (int index = 0; index < 128; index++) h = (h ^ bytes[index]) * 16777619u;
    return h;
}

int main(void) {
    unsigned total = 0;
    for (unsigned size = 0; size <= 40; size++) {
        for (unsigned offset = 0; offset < 5; offset++) {
            for (int index = 0; index < 128; index++) bytes[index] = (unsigned char)(index * 5);
            memcpy(bytes + 60 + offset, bytes + 3, size);
            memmove(bytes + 10, bytes + 10 + offset, size);
            memmove(bytes + 90 - offset, bytes + 86, size > 30 ? 30 : size);
            memset(bytes + 50 - offset, (int)size, size / 4);
            total = total * 31 + hash();
        }
    }
    memcpy(bytes, bytes + 64, 1), memcpy(bytes + 1, bytes + 65, 3), memcpy(bytes + 4, bytes + 70, 8), memcpy(bytes + 13, bytes + 80, 33);
    memmove(bytes + 2, bytes, 17), memset(bytes + 100, 0, 20), memset(bytes + 120, -1, 7);
    printf("%08x %08x\n", total, hash());
    return (int)(total & 0xFF);
}
