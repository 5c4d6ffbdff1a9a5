// smaz: short texts compressed with a table, and taken apart again.
#include <stdio.h>
#include <string.h>

#include "smaz.h"

int main(void) {
    char *const texts[] = {"This is a small string", "foobar", "the end", "not-a-g00d-Exampl333", "http://example.org",
                           "Smaz is a simple compression library", "1000 numbers 2000 will 10 20 30 compress"};
    int total = 0;
    for (unsigned number = 0; number < sizeof texts / sizeof texts[0]; number++) {
        char packed[200], text[200];
        int small = smaz_compress(texts[number], (int)strlen(texts[number]), packed, sizeof packed);
        int large = smaz_decompress(packed, small, text, sizeof text);
        text[large] = 0;
        printf("%d -> %d: %s\n", large, small, text);
        total += small;
    }
    return total & 0x7F;
}
