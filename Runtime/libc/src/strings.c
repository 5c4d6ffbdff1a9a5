// Strings: their length, comparison and copies.

#include <string.h>
#include <strings.h>

#include "hub_libc.h"

size_t strlen(const char *text) {
    const char *end = text;
    while (*end) end++;
    return (size_t)(end - text);
}

size_t strnlen(const char *text, size_t count) {
    size_t length = 0;
    while (length < count && text[length]) length++;
    return length;
}

int strcmp(const char *left, const char *right) {
    while (*left && *left == *right) left++, right++;
    return (uint8_t)*left - (uint8_t)*right;
}

int strncmp(const char *left, const char *right, size_t count) {
    for (; count > 0; count--, left++, right++) {
        if (*left != *right) return (uint8_t)*left - (uint8_t)*right;
        if (*left == 0) return 0;
    }
    return 0;
}

int strcoll(const char *left, const char *right) { return strcmp(left, right); }

static int hub_lower(char character) {
    return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : (uint8_t)character;
}

int strncasecmp(const char *left, const char *right, size_t count) {
    for (; count > 0; count--, left++, right++) {
        int difference = hub_lower(*left) - hub_lower(*right);
        if (difference != 0 || *left == 0) return difference;
    }
    return 0;
}

int strcasecmp(const char *left, const char *right) { return strncasecmp(left, right, SIZE_MAX); }

char *stpcpy(char *restrict to, const char *restrict from) {
    while ((*to = *from++)) to++;
    return to;
}

char *strcpy(char *restrict to, const char *restrict from) {
    stpcpy(to, from);
    return to;
}

char *strncpy(char *restrict to, const char *restrict from, size_t count) {
    char *target = to;
    for (; count > 0; count--) {
        *target++ = *from;
        if (*from) from++;
    }
    return to;
}

char *strcat(char *restrict text, const char *restrict tail) {
    stpcpy(text + strlen(text), tail);
    return text;
}

char *strncat(char *restrict text, const char *restrict tail, size_t count) {
    char *target = text + strlen(text);
    while (count-- > 0 && *tail) *target++ = *tail++;
    *target = 0;
    return text;
}

size_t strlcpy(char *restrict to, const char *restrict from, size_t room) {
    size_t length = strlen(from);
    if (room > 0) {
        size_t count = length < room ? length : room - 1;
        memcpy(to, from, count);
        to[count] = 0;
    }
    return length;
}

size_t strlcat(char *restrict to, const char *restrict tail, size_t room) {
    size_t length = strnlen(to, room);
    return length + strlcpy(to + length, tail, room - length);
}

size_t strxfrm(char *restrict to, const char *restrict from, size_t count) { return strlcpy(to, from, count); }
