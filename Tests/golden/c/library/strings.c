// The string functions on fixed examples.
#include <stdio.h>
#include <string.h>

int main(void) {
    char text[64] = "The quick brown fox";
    printf("%d %d %d\n", (int)strlen(text), strcmp("abc", "abd") < 0, strncmp("abcX", "abcY", 3));
    printf("%s %s %d\n", strchr(text, 'q'), strrchr(text, 'o'), strchr(text, 'z') == NULL);
    printf("%s %d %d\n", strstr(text, "brown"), (int)strspn("aabbc", "ab"), (int)strcspn(text, " "));
    strcat(text, " jumps");
    strncat(text, " over the", 5);
    printf("%s %s\n", text, strpbrk(text, "xyz"));
    char copy[8];
    strncpy(copy, "long enough", 7);
    copy[7] = 0;
    printf("%s %d %d\n", copy, memcmp("a\0b", "a\0c", 3) < 0, (int)((char *)memchr(text, 'b', 20) - text));
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) printf("[%s]", word);
    printf("\n");
    return (int)strlen(copy);
}
