// Formatted text, to the UART and to memory. Both streams go to the UART: stdout by lines, stderr at once.
#ifndef __HUB_STDIO_H
#define __HUB_STDIO_H

#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)
#define BUFSIZ 128

/// A stream of characters that leave by the UART.
typedef struct __hub_stream FILE;

extern FILE __hub_stdout;
extern FILE __hub_stderr;
#define stdout (&__hub_stdout)
#define stderr (&__hub_stderr)

int printf(const char *restrict format, ...) __attribute__((__format__(__printf__, 1, 2)));
int fprintf(FILE *restrict stream, const char *restrict format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
int sprintf(char *restrict text, const char *restrict format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
int snprintf(char *restrict text, size_t room, const char *restrict format, ...)
    __attribute__((__format__(__printf__, 3, 4)));
int vprintf(const char *restrict format, va_list arguments) __attribute__((__format__(__printf__, 1, 0)));
int vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 2, 0)));
int vsprintf(char *restrict text, const char *restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 2, 0)));
int vsnprintf(char *restrict text, size_t room, const char *restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 3, 0)));

int putchar(int character);
int putc(int character, FILE *stream);
int fputc(int character, FILE *stream);
int puts(const char *text);
int fputs(const char *restrict text, FILE *restrict stream);
size_t fwrite(const void *restrict items, size_t size, size_t count, FILE *restrict stream);
int fflush(FILE *stream);
void perror(const char *text);

#endif
