// Characters and strings to streams, as they are.

#include <string.h>

#include "hub_stream.h"

int fputc(int character, FILE *stream) {
    __hub_put(stream, (char)character);
    return __hub_end_call(stream, (unsigned char)character);
}

int putc(int character, FILE *stream) { return fputc(character, stream); }

int putchar(int character) { return fputc(character, stdout); }

size_t fwrite(const void *restrict items, size_t size, size_t count, FILE *restrict stream) {
    __hub_write(stream, items, size * count);
    return (size_t)__hub_end_call(stream, size == 0 ? 0 : (int)count);
}

int fputs(const char *restrict text, FILE *restrict stream) {
    __hub_write(stream, text, strlen(text));
    return __hub_end_call(stream, 0);
}

int puts(const char *text) {
    fputs(text, stdout);
    __hub_put(stdout, '\n');
    return 0;
}
