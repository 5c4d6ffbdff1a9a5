// printf of characters and strings, puts, putchar and what they answer.
#include <stdio.h>

int main(void) {
    printf("[%c] [%3c] [%-3c]\n", 'a', 'b', 'c');
    printf("[%s] [%8s] [%-8s] [%.3s] [%8.3s] [%.0s]\n", "hello", "hello", "hello", "hello", "hello", "hello");
    printf("[%.*s] [%*s]\n", 2, "hello", -7, "hi");
    char small[6];
    int wanted = snprintf(small, sizeof small, "%s-%d", "abc", 12345);
    printf("%s %d %d\n", small, wanted, snprintf(NULL, 0, "%d", 1000));
    char text[40];
    int length = sprintf(text, "%d%s%c", 7, "seven", '!');
    puts(text);
    putchar('p');
    putchar('\n');
    fputs("fputs\n", stdout);
    fwrite("fwrite", 1, 5, stdout);
    printf("\n%d\n", length);
    return wanted;
}
