// String literals: sharing with arrays, escapes, concatenation, embedded zeros, indexing a literal.
#include <stdio.h>

static char array[] = "abc" "def\0ghi";
static const char *pointer = "pointer";
static const char *const table[] = {"", "a", "bb\tb", "\"q\"\\", "\x41\102" "C"};

int main(void) {
    array[1] = 'X';
    printf("%s %s %d %d\n", array, array + 7, (int)sizeof array, array[6]);
    for (int index = 0; index < 5; index++) printf("[%s]", table[index]);
    printf("%c%c %d\n", "0123456789"[7], 3["word"], (int)sizeof "four");
    char local[8] = "loc", exact[3] = {'e', 'n', 'd'};
    pointer += 2;
    printf("%s %s %d %c\n", local, pointer, local[7], exact[2]);
    return *++pointer;
}
