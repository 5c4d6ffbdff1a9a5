// Vectors of bytes and shorts: wrapping, in structs, in memory, by value, and shuffled. oracle: clang
#include <stdio.h>
#include <string.h>

typedef unsigned char b16 __attribute__((vector_size(16)));
typedef short s8 __attribute__((vector_size(16)));
struct holder { char tag; b16 bytes; };

__attribute__((noinline)) static b16 shift(b16 v) { return v * 3 + 250; }

int main(void) {
    struct holder h = {'x', {0}};
    for (int index = 0; index < 16; index++) h.bytes[index] = (unsigned char)(index * 11);
    h.bytes = shift(h.bytes) ^ shift(h.bytes + h.bytes);
    s8 s;
    memcpy(&s, &h.bytes, sizeof s);
    s = s * s - 1;
    b16 turned = __builtin_shufflevector(h.bytes, h.bytes, 15, 14, 13, 12, 11, 10, 9, 8, 23, 22, 21, 20, 3, 2, 1, 0);
    unsigned sum = 0;
    for (int index = 0; index < 16; index++) sum = sum * 31 + turned[index];
    for (int index = 0; index < 8; index++) printf("%d ", s[index]);
    printf("%08x %c\n", sum, h.tag);
    return (int)(sum & 0xFF);
}
