// The classes of all 128 ASCII characters, and upper and lower case.
#include <ctype.h>
#include <stdio.h>

int main(void) {
    int counts[11] = {0};
    for (int c = 0; c < 128; c++) {
        counts[0] += isalpha(c) != 0;
        counts[1] += isdigit(c) != 0;
        counts[2] += isalnum(c) != 0;
        counts[3] += isspace(c) != 0;
        counts[4] += isupper(c) != 0;
        counts[5] += islower(c) != 0;
        counts[6] += ispunct(c) != 0;
        counts[7] += isprint(c) != 0;
        counts[8] += iscntrl(c) != 0;
        counts[9] += isxdigit(c) != 0;
        counts[10] += isgraph(c) != 0;
    }
    for (int index = 0; index < 11; index++) printf("%d ", counts[index]);
    const char *text = "Hello, World 42!";
    for (; *text; text++) putchar(islower((unsigned char)*text) ? toupper(*text) : tolower(*text));
    putchar('\n');
    return counts[6];
}
