// The two streams to the UART. stdout leaves by lines, since each call of the service shows as a unit; stderr leaves
// at the end of each call.

#include <hsx/svc.h>

#include "hub_libc.h"
#include "hub_stream.h"

enum { HUB_STDERR_ROOM = 32 };

static char hub_stdout_buffer[BUFSIZ];
static char hub_stderr_buffer[HUB_STDERR_ROOM];
FILE __hub_stdout = {.buffer = hub_stdout_buffer, .size = sizeof hub_stdout_buffer};
FILE __hub_stderr = {.buffer = hub_stderr_buffer, .size = sizeof hub_stderr_buffer, .is_immediate = true};

static void hub_flush_stdout(void) { __hub_flush(&__hub_stdout); }

void __hub_flush(FILE *stream) {
    char *buffer = stream->buffer;
    if (!stream->next) return;
    if (stream->next != buffer) __hsx_svc_uart_write(buffer, (uint32_t)(stream->next - buffer));
    stream->next = buffer;
}

/// Empties a full stream; false for one into memory, which stays full. Only here, where something is going to be
/// written, the end of the program learns that it has something to flush.
static bool hub_make_room(FILE *stream) {
    if (!stream->buffer) return false;
    __hub_flush(stream);
    stream->next = stream->buffer;
    stream->end = stream->buffer + stream->size;
    __hub_at_flush = hub_flush_stdout;
    return true;
}

void __hub_put(FILE *stream, char character) {
    if (stream->next == stream->end && !hub_make_room(stream)) return;
    *stream->next++ = character;
    if (character == '\n' && stream->buffer) __hub_flush(stream);
}

void __hub_write(FILE *stream, const char *text, size_t count) {
    while (count-- > 0) __hub_put(stream, *text++);
}

int __hub_end_call(FILE *stream, int result) {
    if (stream->is_immediate) __hub_flush(stream);
    return result;
}

int fflush(FILE *stream) {
    __hub_flush(stream ? stream : stdout);
    return 0;
}
