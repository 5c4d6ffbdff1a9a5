// Strings compared without regard to case, and the lowest bit of a number (POSIX).
#ifndef __HUB_STRINGS_H
#define __HUB_STRINGS_H

#include <stddef.h>

int ffs(int number);
int strcasecmp(const char *left, const char *right);
int strncasecmp(const char *left, const char *right, size_t count);

#endif
