// A function of the program that hands its arguments to vprintf and vsnprintf.
#include <stdarg.h>
#include <stdio.h>

static int lines;

__attribute__((format(printf, 2, 3))) static int report(const char *kind, const char *format, ...) {
    va_list list;
    va_start(list, format);
    printf("%d %s: ", ++lines, kind);
    int count = vprintf(format, list);
    va_end(list);
    putchar('\n');
    return count;
}

__attribute__((format(printf, 1, 2))) static const char *text(const char *format, ...) {
    static char buffer[32];
    va_list list;
    va_start(list, format);
    vsnprintf(buffer, sizeof buffer, format, list);
    va_end(list);
    return buffer;
}

int main(void) {
    int total = report("note", "%d and %s", 5, "text");
    total += report("value", "%.3f %lld", 2.5, 1LL << 40);
    total += report("nested", "<%s>", text("%c%05d%s", 'x', 42, " is cut because it is far too long"));
    return total;
}
