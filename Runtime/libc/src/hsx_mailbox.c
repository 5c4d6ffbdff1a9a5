// Mailboxes as C functions: a number from 0 on, or the status negated.

#include <hsx/svc.h>
#include <hsx_mailbox.h>
#include <stddef.h>

int hsx_mailbox_open(const char *target, unsigned flags) {
    int handle;
    int status = __hsx_svc_mbx_open(target, flags, &handle);
    return status == HSX_MBX_STATUS_OK ? handle : -status;
}

int hsx_mailbox_bind(const char *target, unsigned capacity, unsigned mode) {
    int descriptor;
    int status = __hsx_svc_mbx_bind(target, capacity, mode, &descriptor);
    return status == HSX_MBX_STATUS_OK ? descriptor : -status;
}

int hsx_mailbox_close(int handle) { return -__hsx_svc_mbx_close(handle); }

int hsx_mailbox_send(int handle, const void *data, int length, unsigned flags, unsigned channel) {
    int sent;
    int status = __hsx_svc_mbx_send(handle, data, (uint32_t)length, flags, channel, &sent);
    return status == HSX_MBX_STATUS_OK ? sent : -status;
}

int hsx_mailbox_recv(int handle, void *buffer, int max_len, unsigned timeout, hsx_mailbox_recv_info *out) {
    int length, flags, channel, sender;
    int status =
        __hsx_svc_mbx_recv(handle, buffer, (uint32_t)max_len, timeout, NULL, &length, &flags, &channel, &sender);
    if (status != HSX_MBX_STATUS_OK) length = flags = channel = sender = 0;
    if (out) *out = (hsx_mailbox_recv_info){status, length, (unsigned)flags, (unsigned)channel, (unsigned)sender};
    return status == HSX_MBX_STATUS_OK ? length : -status;
}

int hsx_mailbox_peek(int handle, int *bytes, int *next_length) {
    int depth, waiting, next;
    int status = __hsx_svc_mbx_peek(handle, 0, 0, &depth, &waiting, &next);
    if (status != HSX_MBX_STATUS_OK) return -status;
    if (bytes) *bytes = waiting;
    if (next_length) *next_length = next;
    return depth;
}

int hsx_mailbox_tap(int handle, int enable) { return -__hsx_svc_mbx_tap(handle, enable); }

int hsx_mailbox_open_stdout(void) { return hsx_mailbox_open(HSX_MBX_STDIO_OUT, 0); }
int hsx_mailbox_open_stdin(void) { return hsx_mailbox_open(HSX_MBX_STDIO_IN, 0); }
int hsx_mailbox_open_app_demo(void) { return hsx_mailbox_open(HSX_MBX_PREFIX_APP "demo", 0); }

int hsx_mailbox_send_basic(int handle, const void *data, int length) {
    return hsx_mailbox_send(handle, data, length, 0, 0);
}

int hsx_mailbox_recv_basic(int handle, void *buffer, int max_len) {
    return hsx_mailbox_recv(handle, buffer, max_len, HSX_MBX_TIMEOUT_POLL, NULL);
}
