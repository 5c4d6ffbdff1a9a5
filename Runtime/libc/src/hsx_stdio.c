// Text through the mailboxes of standard input and output, which are opened and closed by each call.

#include <hsx_mailbox.h>
#include <hsx_stdio.h>
#include <string.h>

static int hub_send(const char *target, const void *data, int length, unsigned flags, unsigned channel) {
    int handle = hsx_mailbox_open(target, 0);
    if (handle < 0) return handle;
    int sent = hsx_mailbox_send(handle, data, length, flags, channel);
    hsx_mailbox_close(handle);
    return sent;
}

static int hub_send_line(const char *target, const char *text, unsigned flags) {
    int sent = hub_send(target, text, (int)strlen(text), flags, 0);
    return sent < 0 ? sent : hub_send(target, "\n", 1, flags, 0);
}

int hsx_stdio_write(const void *data, int length, unsigned flags, unsigned channel) {
    return hub_send(HSX_MBX_STDIO_OUT, data, length, flags, channel);
}

int hsx_stdio_write_err(const void *data, int length, unsigned flags, unsigned channel) {
    return hub_send(HSX_MBX_STDIO_ERR, data, length, flags, channel);
}

int hsx_stdio_puts(const char *text) { return hub_send_line(HSX_MBX_STDIO_OUT, text, 0); }
int hsx_stdio_puts_err(const char *text) { return hub_send_line(HSX_MBX_STDIO_ERR, text, 0); }

int hsx_stdio_read_basic(void *buffer, int max_length, unsigned timeout) {
    int handle = hsx_mailbox_open_stdin();
    if (handle < 0) return handle;
    int length = hsx_mailbox_recv(handle, buffer, max_length, timeout, NULL);
    hsx_mailbox_close(handle);
    return length;
}

int hsx_stdio_read(void *buffer, int max_length, unsigned timeout, int *out_length) {
    int length = hsx_stdio_read_basic(buffer, max_length, timeout);
    if (out_length) *out_length = length < 0 ? 0 : length;
    return length < 0 ? length : 0;
}
