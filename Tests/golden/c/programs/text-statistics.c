// Words and letters of a text counted with tables, the most frequent shown.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char text[] = "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of "
    "foolishness, it was the epoch of belief, it was the epoch of incredulity";

struct word { char letters[16]; int count; };
static struct word words[40];

int main(void) {
    int count = 0, letters[26] = {0};
    for (const char *at = text; *at;) {
        char word[16];
        int length = 0;
        for (; isalpha((unsigned char)*at); at++) {
            word[length++] = (char)tolower((unsigned char)*at);
            letters[word[length - 1] - 'a']++;
        }
        word[length] = 0;
        if (*at) at++;
        if (length == 0) continue;
        int index = 0;
        while (index < count && strcmp(words[index].letters, word) != 0) index++;
        if (index == count) strcpy(words[count++].letters, word);
        words[index].count++;
    }
    for (int round = 0; round < 4; round++) {
        int best = 0;
        for (int index = 1; index < count; index++) if (words[index].count > words[best].count) best = index;
        printf("%s:%d ", words[best].letters, words[best].count);
        words[best].count = 0;
    }
    printf("%d %d %d\n", letters['t' - 'a'], letters['i' - 'a'], letters['z' - 'a']);
    return count;
}
