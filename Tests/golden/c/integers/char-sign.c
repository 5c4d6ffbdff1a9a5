// Plain char is signed: bytes from 128 on are negative in arithmetic, comparison and conversion.
#include <stdio.h>

static char text[] = "a\x80\xFF\x7F";

int main(void) {
    int sum = 0;
    for (char *at = text; *at; at++) sum = sum * 3 + *at;
    char wrapped = (char)300;
    unsigned widened = (unsigned)text[2];
    printf("%d %d %u %d %d\n", sum, wrapped, widened, text[1] < 0, text[1] < text[3]);
    printf("%d %d\n", (unsigned char)text[1], text[2] == '\xFF');
    return sum & 0xFF;
}
