// What a program says: standard output through one buffer, since programs write a few bytes at a time (on a terminal
// each line appears at once), and lines on standard error.

#include "process.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { HUB_OUTPUT_ROOM = 1 << 14 };

static struct {
    size_t count;
    /// Whether standard output is a terminal: 1 yes, -1 no, 0 not asked yet.
    int terminal;
    uint8_t bytes[HUB_OUTPUT_ROOM];
} hub_output;

void hub_write_all(int descriptor, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t done = write(descriptor, bytes, count);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return;
        bytes += done;
        count -= (size_t)done;
    }
}

void hub_flush_output(void) {
    size_t count = hub_output.count;
    hub_output.count = 0;
    hub_write_all(STDOUT_FILENO, hub_output.bytes, count);
}

void hub_write_output(const uint8_t *bytes, size_t count) {
    if (count == 0) return;
    if (count > HUB_OUTPUT_ROOM - hub_output.count) hub_flush_output();
    if (count > HUB_OUTPUT_ROOM) {
        hub_write_all(STDOUT_FILENO, bytes, count);
        return;
    }
    memcpy(hub_output.bytes + hub_output.count, bytes, count);
    hub_output.count += count;
    if (hub_output.terminal == 0) hub_output.terminal = isatty(STDOUT_FILENO) ? 1 : -1;
    if (hub_output.terminal > 0 && memchr(bytes, '\n', count)) hub_flush_output();
#ifdef HUB_LIBRARY
    // What calls a library does not say when it ends.
    hub_flush_output();
#endif
}

const char *hub_decimal(uint64_t number, char text[21]) {
    char *start = text + 20;
    *start = 0;
    do {
        *--start = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return start;
}

void hub_complain(const char *const *texts) {
    uint8_t line[512];
    size_t count = 0;
    for (; *texts; texts++) {
        size_t length = strlen(*texts), room = sizeof line - 1 - count;
        if (length > room) length = room;
        memcpy(line + count, *texts, length);
        count += length;
    }
    line[count++] = '\n';
    hub_flush_output();
    hub_write_all(STDERR_FILENO, line, count);
}
