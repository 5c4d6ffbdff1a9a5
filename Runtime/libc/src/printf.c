// The functions of the printf family.

#include "hub_format.h"
#include "hub_stream.h"

int vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    return __hub_end_call(stream, __hub_format(stream, format, arguments));
}

int vprintf(const char *restrict format, va_list arguments) { return vfprintf(stdout, format, arguments); }

int vsnprintf(char *restrict text, size_t room, const char *restrict format, va_list arguments) {
    struct __hub_stream stream = {.next = text};
    if (room > 0) {
        // No text goes past the end of memory, whatever room the caller claims.
        size_t most = (size_t)(UINTPTR_MAX - (uintptr_t)text);
        stream.end = text + (room - 1 < most ? room - 1 : most);
    } else {
        stream.end = stream.next;
    }
    int total = __hub_format(&stream, format, arguments);
    if (room > 0) *stream.next = 0;
    return total;
}

int vsprintf(char *restrict text, const char *restrict format, va_list arguments) {
    return vsnprintf(text, SIZE_MAX, format, arguments);
}

int printf(const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int total = vfprintf(stdout, format, arguments);
    va_end(arguments);
    return total;
}

int fprintf(FILE *restrict stream, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int total = vfprintf(stream, format, arguments);
    va_end(arguments);
    return total;
}

int sprintf(char *restrict text, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int total = vsprintf(text, format, arguments);
    va_end(arguments);
    return total;
}

int snprintf(char *restrict text, size_t room, const char *restrict format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int total = vsnprintf(text, room, format, arguments);
    va_end(arguments);
    return total;
}
