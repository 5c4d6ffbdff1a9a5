// Streams of characters: to the UART through a buffer, or into memory.
#ifndef HUB_STREAM_H
#define HUB_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct __hub_stream {
    /// Where the next character goes, and the end of the room. Equal before the first character to the UART.
    char *next;
    char *end;
    /// The buffer of a stream to the UART; null for one into memory, which drops what has no room.
    char *buffer;
    uint8_t size;
    /// Whether what each call writes leaves at its end.
    bool is_immediate;
};

void __hub_put(FILE *stream, char character);
void __hub_write(FILE *stream, const char *text, size_t count);
/// Sends what a stream to the UART holds.
void __hub_flush(FILE *stream);
/// Ends a call that wrote to `stream`: answers `result`.
int __hub_end_call(FILE *stream, int result);

#endif
