// Characters and strings sought in strings.

#include <string.h>

#include "hub_libc.h"

char *strchrnul(const char *text, int character) {
    while (*text && *text != (char)character) text++;
    return (char *)(uintptr_t)text;
}

char *strchr(const char *text, int character) {
    char *place = strchrnul(text, character);
    return *place == (char)character ? place : NULL;
}

char *strrchr(const char *text, int character) {
    const char *last = NULL;
    do {
        if (*text == (char)character) last = text;
    } while (*text++);
    return (char *)(uintptr_t)last;
}

size_t strspn(const char *text, const char *allowed) {
    size_t length = 0;
    while (text[length] && strchr(allowed, text[length])) length++;
    return length;
}

size_t strcspn(const char *text, const char *stops) {
    size_t length = 0;
    while (text[length] && !strchr(stops, text[length])) length++;
    return length;
}

char *strpbrk(const char *text, const char *stops) {
    text += strcspn(text, stops);
    return *text ? (char *)(uintptr_t)text : NULL;
}

char *strstr(const char *text, const char *part) {
    for (;; text++) {
        size_t length = 0;
        while (part[length] && part[length] == text[length]) length++;
        if (part[length] == 0) return (char *)(uintptr_t)text;
        if (text[length] == 0) return NULL;
    }
}

char *strtok_r(char *restrict text, const char *restrict stops, char **restrict rest) {
    if (!text) text = *rest;
    text += strspn(text, stops);
    char *end = text + strcspn(text, stops);
    *rest = end;
    if (end == text) return NULL;
    if (*end) {
        *end = 0;
        *rest = end + 1;
    }
    return text;
}

char *strtok(char *restrict text, const char *restrict stops) {
    static char *rest;
    return strtok_r(text, stops, &rest);
}
