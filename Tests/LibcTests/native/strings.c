// Memory and strings against the host's.

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "check.h"

void *hub_memcpy(void *, const void *, size_t);
void *hub_memmove(void *, const void *, size_t);
void *hub_memset(void *, int, size_t);
int hub_memcmp(const void *, const void *, size_t);
void *hub_memchr(const void *, int, size_t);
void *hub_memrchr(const void *, int, size_t);
void *hub_memccpy(void *, const void *, int, size_t);
size_t hub_strlen(const char *);
size_t hub_strnlen(const char *, size_t);
int hub_strcmp(const char *, const char *);
int hub_strncmp(const char *, const char *, size_t);
int hub_strcasecmp(const char *, const char *);
int hub_strncasecmp(const char *, const char *, size_t);
char *hub_strcpy(char *, const char *);
char *hub_stpcpy(char *, const char *);
char *hub_strncpy(char *, const char *, size_t);
char *hub_strcat(char *, const char *);
char *hub_strncat(char *, const char *, size_t);
size_t hub_strlcpy(char *, const char *, size_t);
size_t hub_strlcat(char *, const char *, size_t);
char *hub_strchr(const char *, int);
char *hub_strrchr(const char *, int);
char *hub_strchrnul(const char *, int);
char *hub_strstr(const char *, const char *);
char *hub_strpbrk(const char *, const char *);
size_t hub_strspn(const char *, const char *);
size_t hub_strcspn(const char *, const char *);
char *hub_strtok(char *, const char *);
char *hub_strdup(const char *);
char *hub_strndup(const char *, size_t);
void hub_free(void *);

static int sign(int number) { return (number > 0) - (number < 0); }

enum { ROOM = 96 };

static void check_blocks(void) {
    unsigned char mine[ROOM], theirs[ROOM];
    for (int round = 0; round < 20000; round++) {
        for (int index = 0; index < ROOM; index++) mine[index] = theirs[index] = (unsigned char)check_random_bits();
        size_t from = check_random_below(40), to = check_random_below(40), count = check_random_below(50);
        int byte = (int)check_random_bits();
        hub_memmove(mine + to, mine + from, count);
        memmove(theirs + to, theirs + from, count);
        CHECK(memcmp(mine, theirs, ROOM) == 0, "memmove %zu to %zu, %zu bytes", from, to, count);
        hub_memset(mine + to, byte, count);
        memset(theirs + to, byte, count);
        CHECK(memcmp(mine, theirs, ROOM) == 0, "memset");
        unsigned char copy[ROOM] = {0};
        CHECK(hub_memcpy(copy + to, mine + from, count) == copy + to, "memcpy's result");
        CHECK(memcmp(copy + to, mine + from, count) == 0, "memcpy");
        for (int index = 0; index < ROOM; index++) {
            bool inside = index >= (int)to && index < (int)(to + count);
            CHECK(inside || copy[index] == 0, "memcpy writes outside");
        }
        CHECK(sign(hub_memcmp(mine, copy, ROOM)) == sign(memcmp(mine, copy, ROOM)), "memcmp");
        CHECK(hub_memchr(mine + from, mine[to], count) == memchr(mine + from, mine[to], count), "memchr");
        void *last = NULL;
        for (size_t index = 0; index < count; index++) {
            if (mine[from + index] == mine[to]) last = mine + from + index;
        }
        CHECK(hub_memrchr(mine + from, mine[to], count) == last, "memrchr");
        unsigned char other[ROOM] = {0};
        memset(copy, 0, ROOM);
        void *end = memccpy(copy, mine, mine[to], count), *own = hub_memccpy(other, mine, mine[to], count);
        CHECK(memcmp(copy, other, ROOM) == 0, "memccpy");
        CHECK((end == NULL) == (own == NULL), "memccpy's result");
    }
}

/// A string of up to `limit` letters out of few, so that parts recur.
static void random_text(char *text, size_t limit) {
    static const char letters[] = "abAB ,a\xE4";
    size_t length = check_random_below(limit + 1);
    for (size_t index = 0; index < length; index++) text[index] = letters[check_random_below(8)];
    text[length] = 0;
}

static void check_searches(const char *text, const char *other, int character) {
    CHECK(hub_strlen(text) == strlen(text), "strlen");
    CHECK(hub_strnlen(text, 5) == strnlen(text, 5), "strnlen");
    CHECK(sign(hub_strcmp(text, other)) == sign(strcmp(text, other)), "strcmp '%s' '%s'", text, other);
    CHECK(sign(hub_strncmp(text, other, 3)) == sign(strncmp(text, other, 3)), "strncmp '%s' '%s'", text, other);
    CHECK(sign(hub_strcasecmp(text, other)) == sign(strcasecmp(text, other)), "strcasecmp '%s' '%s'", text, other);
    CHECK(sign(hub_strncasecmp(text, other, 2)) == sign(strncasecmp(text, other, 2)), "strncasecmp");
    CHECK(hub_strchr(text, character) == strchr(text, character), "strchr");
    CHECK(hub_strrchr(text, character) == strrchr(text, character), "strrchr");
    const char *found = strchr(text, character);
    CHECK(hub_strchrnul(text, character) == (found ? found : text + strlen(text)), "strchrnul");
    CHECK(hub_strstr(text, other) == strstr(text, other), "strstr '%s' '%s'", text, other);
    CHECK(hub_strpbrk(text, other) == strpbrk(text, other), "strpbrk");
    CHECK(hub_strspn(text, other) == strspn(text, other), "strspn");
    CHECK(hub_strcspn(text, other) == strcspn(text, other), "strcspn");
}

static void check_copies(const char *text, const char *other) {
    char mine[ROOM], theirs[ROOM];
    memset(mine, 'x', ROOM);
    memset(theirs, 'x', ROOM);
    CHECK(hub_strcpy(mine, text) == mine && strcmp(mine, text) == 0, "strcpy");
    CHECK(hub_stpcpy(mine, text) == mine + strlen(text), "stpcpy");
    strcpy(theirs, text);
    CHECK(hub_strcat(mine, other) == mine, "strcat's result");
    strcat(theirs, other);
    CHECK(memcmp(mine, theirs, ROOM) == 0, "strcat");
    hub_strncat(mine, other, 3);
    strncat(theirs, other, 3);
    CHECK(memcmp(mine, theirs, ROOM) == 0, "strncat");
    hub_strncpy(mine, other, 7);
    strncpy(theirs, other, 7);
    CHECK(memcmp(mine, theirs, ROOM) == 0, "strncpy");
    char small[8];
    CHECK(hub_strlcpy(small, text, sizeof small) == strlen(text), "strlcpy's result");
    CHECK(strncmp(small, text, 7) == 0 && strlen(small) < 8, "strlcpy");
    size_t before = strlen(small);
    CHECK(hub_strlcat(small, other, sizeof small) == before + strlen(other), "strlcat's result");
    CHECK(strlen(small) == (before + strlen(other) < 7 ? before + strlen(other) : 7), "strlcat");
    char *copy = hub_strdup(text);
    CHECK(copy && strcmp(copy, text) == 0, "strdup");
    hub_free(copy);
    copy = hub_strndup(text, 3);
    CHECK(copy && strncmp(copy, text, 3) == 0 && strlen(copy) <= 3, "strndup");
    hub_free(copy);
}

static void check_tokens(const char *text, const char *stops) {
    char mine[ROOM], theirs[ROOM];
    strcpy(mine, text);
    strcpy(theirs, text);
    char *own = hub_strtok(mine, stops), *host = strtok(theirs, stops);
    while (own && host) {
        CHECK(own - mine == host - theirs && strcmp(own, host) == 0, "strtok '%s' '%s'", text, stops);
        own = hub_strtok(NULL, stops);
        host = strtok(NULL, stops);
    }
    CHECK(!own && !host, "strtok finds another number of words");
}

void check_strings(void) {
    check_blocks();
    for (int round = 0; round < 20000; round++) {
        char text[24], other[8];
        random_text(text, 20);
        random_text(other, 4);
        check_searches(text, other, round % 3 == 0 ? 0 : text[0]);
        check_copies(text, other);
        check_tokens(text, other);
    }
}
