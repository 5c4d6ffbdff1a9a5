// Bytes of objects read and written through char pointers, which alias everything.
#include <stdio.h>

static int words[3] = {0x01020304, 0x11121314, 0x21222324};

__attribute__((noinline)) static int touch(int *word, unsigned char *byte) {
    *word = 0x55667788;
    *byte = 0x99;
    return *word;
}

__attribute__((noinline)) static float patch(float *real, unsigned *bits) {
    *real = 1.0f;
    ((unsigned char *)bits)[3] ^= 0x80;
    return *real;
}

int main(void) {
    unsigned char *bytes = (unsigned char *)words;
    unsigned sum = 0;
    for (int index = 0; index < 12; index++) sum = sum * 3 + bytes[index];
    bytes[5] = 0xAB;
    printf("%u %x %x\n", sum, (unsigned)words[1], (unsigned)touch(&words[2], &bytes[9]));
    float real;
    printf("%.1f %x\n", patch(&real, (unsigned *)(void *)&real), (unsigned)words[2]);
    char *text = (char *)&words[0];
    text[0] = 'h', text[1] = 'i', text[2] = 0;
    printf("%s\n", text);
    return bytes[4];
}
