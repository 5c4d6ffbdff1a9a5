// memmove with every distance between source and target, both ways.
#include <stdio.h>
#include <string.h>

int main(void) {
    char text[48];
    unsigned sum = 0;
    for (int distance = -12; distance <= 12; distance++) {
        for (int index = 0; index < 47; index++) text[index] = (char)('a' + index % 26);
        text[47] = 0;
        char *result = memmove(text + 15 + distance, text + 15, 19);
        sum = sum * 7 + (unsigned)(result - text);
        for (int index = 0; index < 47; index++) sum = sum * 33 + (unsigned)text[index];
        if (distance % 4 == 0) printf("%s\n", text);
    }
    printf("%08x\n", sum);
    return (int)(sum & 0xFF);
}
