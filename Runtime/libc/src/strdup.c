// Copies of strings on the heap.

#include <stdlib.h>
#include <string.h>

char *strndup(const char *text, size_t count) {
    size_t length = strnlen(text, count);
    char *copy = malloc(length + 1);
    if (!copy) return NULL;
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

char *strdup(const char *text) { return strndup(text, strlen(text)); }
