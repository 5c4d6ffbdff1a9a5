// Text through the mailboxes svc:stdio.out, svc:stdio.err and svc:stdio.in. (stdio.h writes to the UART.)
#ifndef HSX_STDIO_H
#define HSX_STDIO_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// Each answers a number from 0 on, or the status of the mailbox negated.

int hsx_stdio_write(const void *data, int length, unsigned flags, unsigned channel);
int hsx_stdio_write_err(const void *data, int length, unsigned flags, unsigned channel);
/// The text and then, as a message of its own, the end of the line.
int hsx_stdio_puts(const char *text);
int hsx_stdio_puts_err(const char *text);
/// Answers the number of bytes of the next message of svc:stdio.in; `timeout` is in milliseconds.
int hsx_stdio_read_basic(void *buffer, int max_length, unsigned timeout);
/// Answers 0 and sets the length.
int hsx_stdio_read(void *buffer, int max_length, unsigned timeout, int *out_length);

#ifdef __cplusplus
}
#endif

#endif
