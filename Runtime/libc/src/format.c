// printf: formats with integers, characters, strings and pointers; floating numbers are in format_float.c.

#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "hub_format.h"
#include "hub_stream.h"

enum { HUB_CHUNKS = 4, HUB_MAX_DIGITS = 64 };

/// The widths of integers, as the letters before the conversion say.
typedef enum hub_size { HUB_BYTE, HUB_SHORT, HUB_INT, HUB_LONG, HUB_WIDE } hub_size;

void __hub_format_text(hub_format *format, const char *text, int count) {
    __hub_write(format->stream, text, (size_t)count);
    format->total += count;
}

void __hub_format_fill(hub_format *format, char character, int count) {
    for (; count > 0; count--) __hub_format_text(format, &character, 1);
}

int __hub_format_lead(hub_format *format, const char *prefix, int count) {
    int length = (int)strlen(prefix);
    int pad = format->width - length - count;
    if (pad > 0 && !format->left && !format->zero) {
        __hub_format_fill(format, ' ', pad);
        pad = 0;
    }
    __hub_format_text(format, prefix, length);
    if (pad > 0 && !format->left) {
        __hub_format_fill(format, '0', pad);
        pad = 0;
    }
    return pad;
}

/// Characters in their width.
static void hub_format_string(hub_format *format, const char *text, int count) {
    format->zero = false;
    int pad = __hub_format_lead(format, "", count);
    __hub_format_text(format, text, count);
    __hub_format_fill(format, ' ', pad);
}

/// Writes the digits of `number` before `end`; answers the first. The number is divided in chunks of 16 bits, since
/// the machine divides 32 bits at once, with a sign.
static char *hub_digits(char *end, unsigned long long number, int base, char letters) {
    int chunks[HUB_CHUNKS];
    int count = 0;
    for (; number != 0; number >>= 16) chunks[count++] = (int)(number & 0xFFFF);
    while (count > 0) {
        int rest = 0;
        for (int place = count - 1; place >= 0; place--) {
            int part = rest << 16 | chunks[place];
            chunks[place] = part / base;
            rest = part - chunks[place] * base;
        }
        *--end = (char)(rest < 10 ? '0' + rest : letters + rest - 10);
        if (chunks[count - 1] == 0) count--;
    }
    return end;
}

static void hub_format_integer(hub_format *format, unsigned long long magnitude, bool negative, int base) {
    char digits[HUB_MAX_DIGITS], letters = format->conversion == 'X' ? 'A' : 'a';
    char *end = digits + sizeof digits, *start = hub_digits(end, magnitude, base, letters);
    int count = (int)(end - start), zeros = format->precision < 0 ? 1 : format->precision;
    char prefix[3] = {0};
    if (base == 10) {
        prefix[0] = negative ? '-' : format->plus ? '+' : format->space ? ' ' : 0;
    } else if (format->alternate && base == 8) {
        if (zeros <= count) zeros = count + 1;
    } else if (format->alternate && (magnitude != 0 || format->conversion == 'p')) {
        prefix[0] = '0';
        prefix[1] = format->conversion == 'p' ? 'x' : format->conversion;
    }
    zeros = zeros > count ? zeros - count : 0;
    if (format->precision >= 0) format->zero = false;
    int pad = __hub_format_lead(format, prefix, zeros + count);
    __hub_format_fill(format, '0', zeros);
    __hub_format_text(format, start, count);
    __hub_format_fill(format, ' ', pad);
}

/// The next argument, an integer of the size, in all 64 bits.
static long long hub_next_integer(hub_format *format, hub_size size, bool is_signed) {
    if (size == HUB_WIDE) return va_arg(format->arguments, long long);
    if (size == HUB_LONG) {
        long number = va_arg(format->arguments, long);
        return is_signed ? (long long)number : (long long)(unsigned long)number;
    }
    int number = va_arg(format->arguments, int);
    switch (size) {
        case HUB_BYTE: return is_signed ? (signed char)number : (unsigned char)number;
        case HUB_SHORT: return is_signed ? (short)number : (unsigned short)number;
        case HUB_INT:
        case HUB_LONG:
        case HUB_WIDE: break;
    }
    return is_signed ? (long long)number : (long long)(unsigned)number;
}

/// Stores the number of characters so far, for the conversion n.
static void hub_store_total(hub_format *format, hub_size size) {
    void *place = va_arg(format->arguments, void *);
    switch (size) {
        case HUB_BYTE: *(signed char *)place = (signed char)format->total; break;
        case HUB_SHORT: *(short *)place = (short)format->total; break;
        case HUB_INT: *(int *)place = format->total; break;
        case HUB_LONG: *(long *)place = format->total; break;
        case HUB_WIDE: *(long long *)place = format->total; break;
    }
}

static int hub_base(char conversion) {
    switch (conversion | 32) {
        case 'b': return 2;
        case 'o': return 8;
        case 'x': return 16;
        default: return 10;
    }
}

static void hub_convert(hub_format *format, hub_size size) {
    switch (format->conversion) {
        case 'd':
        case 'i': {
            long long number = hub_next_integer(format, size, true);
            unsigned long long magnitude = (unsigned long long)number;
            hub_format_integer(format, number < 0 ? -magnitude : magnitude, number < 0, 10);
            break;
        }
        case 'u':
        case 'o':
        case 'x':
        case 'X':
        case 'b':
        case 'B':
            format->plus = format->space = false;
            hub_format_integer(
                format, (unsigned long long)hub_next_integer(format, size, false), false,
                hub_base(format->conversion));
            break;
        case 'p':
            format->alternate = true;
            hub_format_integer(format, (uintptr_t)va_arg(format->arguments, void *), false, 16);
            break;
        case 'c': {
            char character = (char)va_arg(format->arguments, int);
            hub_format_string(format, &character, 1);
            break;
        }
        case 's': {
            const char *text = va_arg(format->arguments, const char *);
            if (!text) text = "(null)";
            hub_format_string(format, text, (int)strnlen(text, (size_t)format->precision));
            break;
        }
        case 'n': hub_store_total(format, size); break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': __hub_format_float(format, va_arg(format->arguments, double)); break;
        default: __hub_format_text(format, &format->conversion, 1); break;
    }
}

/// Reads a number, or takes it from the arguments for `*`.
static int hub_read_number(hub_format *format, const char **place) {
    int number = 0;
    if (**place == '*') {
        ++*place;
        return va_arg(format->arguments, int);
    }
    while (**place >= '0' && **place <= '9') number = number * 10 + (*(*place)++ - '0');
    return number;
}

/// Reads the flags, the width and the precision of a conversion; answers the place behind them.
static const char *hub_read_modifiers(hub_format *format, const char *place) {
    format->left = format->plus = format->space = format->alternate = format->zero = false;
    for (bool more = true; more; place += more) {
        switch (*place) {
            case '-': format->left = true; break;
            case '+': format->plus = true; break;
            case ' ': format->space = true; break;
            case '#': format->alternate = true; break;
            case '0': format->zero = true; break;
            default: more = false; break;
        }
    }
    format->width = hub_read_number(format, &place);
    if (format->width < 0) {
        format->left = true;
        format->width = -format->width;
    }
    format->precision = -1;
    if (*place == '.') {
        place++;
        format->precision = hub_read_number(format, &place);
        if (format->precision < 0) format->precision = -1;
    }
    return place;
}

static hub_size hub_size_of(size_t bytes) {
    return bytes == sizeof(int) ? HUB_INT : bytes == sizeof(long) ? HUB_LONG : HUB_WIDE;
}

static const char *hub_read_size(const char *place, hub_size *size) {
    char letter = *place;
    *size = HUB_INT;
    switch (letter) {
        case 'h': *size = place[1] == 'h' ? HUB_BYTE : HUB_SHORT; break;
        case 'l': *size = place[1] == 'l' ? HUB_WIDE : HUB_LONG; break;
        case 'j': *size = HUB_WIDE; break;
        case 'z': *size = hub_size_of(sizeof(size_t)); break;
        case 't': *size = hub_size_of(sizeof(ptrdiff_t)); break;
        case 'L': break;
        default: return place;
    }
    bool is_double = (letter == 'h' || letter == 'l') && place[1] == letter;
    return place + 1 + is_double;
}

int __hub_format(FILE *stream, const char *text, va_list arguments) {
    hub_format format = {.stream = stream};
    va_copy(format.arguments, arguments);
    while (*text) {
        const char *end = strchrnul(text, '%');
        __hub_format_text(&format, text, (int)(end - text));
        text = end;
        if (*text == 0) break;
        hub_size size;
        text = hub_read_size(hub_read_modifiers(&format, text + 1), &size);
        format.conversion = *text;
        if (*text == 0) break;
        text++;
        hub_convert(&format, size);
    }
    va_end(format.arguments);
    return format.total;
}
