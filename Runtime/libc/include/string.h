// Bytes in memory and strings.
#ifndef __HUB_STRING_H
#define __HUB_STRING_H

#include <stddef.h>

void *memchr(const void *bytes, int byte, size_t count);
int memcmp(const void *left, const void *right, size_t count);
void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memmove(void *to, const void *from, size_t count);
void *memset(void *bytes, int byte, size_t count);

char *strcat(char *restrict text, const char *restrict tail);
char *strchr(const char *text, int character);
int strcmp(const char *left, const char *right);
int strcoll(const char *left, const char *right);
char *strcpy(char *restrict to, const char *restrict from);
size_t strcspn(const char *text, const char *stops);
char *strerror(int number);
size_t strlen(const char *text);
char *strncat(char *restrict text, const char *restrict tail, size_t count);
int strncmp(const char *left, const char *right, size_t count);
char *strncpy(char *restrict to, const char *restrict from, size_t count);
char *strpbrk(const char *text, const char *stops);
char *strrchr(const char *text, int character);
size_t strspn(const char *text, const char *allowed);
char *strstr(const char *text, const char *part);
char *strtok(char *restrict text, const char *restrict stops);
size_t strxfrm(char *restrict to, const char *restrict from, size_t count);

// Of POSIX and BSD.
void *memccpy(void *restrict to, const void *restrict from, int stop, size_t count);
void *memrchr(const void *bytes, int byte, size_t count);
char *stpcpy(char *restrict to, const char *restrict from);
char *strchrnul(const char *text, int character);
char *strdup(const char *text);
size_t strlcat(char *restrict to, const char *restrict tail, size_t room);
size_t strlcpy(char *restrict to, const char *restrict from, size_t room);
char *strndup(const char *text, size_t count);
size_t strnlen(const char *text, size_t count);
char *strtok_r(char *restrict text, const char *restrict stops, char **restrict rest);

#endif
