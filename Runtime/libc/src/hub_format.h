// What the parts of printf share.
#ifndef HUB_FORMAT_H
#define HUB_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// A conversion on its way: where it goes, what the format says of it, and what has been written so far.
typedef struct hub_format {
    FILE *stream;
    int total;
    bool left, plus, space, alternate, zero;
    /// 0 when the format says nothing.
    int width;
    /// -1 when the format says nothing.
    int precision;
    char conversion;
    va_list arguments;
} hub_format;

/// Formats into a stream; answers the number of characters, written or dropped.
int __hub_format(FILE *stream, const char *format, va_list arguments);

/// Writes `count` times the same character.
void __hub_format_fill(hub_format *format, char character, int count);
/// Writes characters.
void __hub_format_text(hub_format *format, const char *text, int count);
/// Writes what stands before `count` characters of a number, for its width: spaces, `prefix`, zeros. Answers the
/// number of spaces that are to follow it.
int __hub_format_lead(hub_format *format, const char *prefix, int count);

/// Writes a number for the conversions a, e, f and g. Of the two definitions the compiler takes the one in
/// no_floats.c when no call of the program passes a floating number behind the named parameters.
void __hub_format_float(hub_format *format, double number);

#endif
