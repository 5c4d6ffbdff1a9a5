// Output that is longer than any buffer, lines without an end, and output before a return from main.
#include <stdio.h>
#include <string.h>

int main(void) {
    char longer[400];
    memset(longer, '-', sizeof longer - 1);
    longer[399] = 0;
    puts(longer);
    printf("%.150s|\n", longer);
    for (int index = 0; index < 300; index++) putchar('a' + index % 26);
    printf("\n%300d\n", 7);
    fflush(stdout);
    printf("no end of line");
    return 9;
}
