// The last error as a line on stderr.

#include <errno.h>
#include <stdio.h>
#include <string.h>

void perror(const char *text) {
    if (text && *text) {
        fputs(text, stderr);
        fputs(": ", stderr);
    }
    fputs(strerror(errno), stderr);
    fputc('\n', stderr);
}
