// Mailboxes: named queues of messages between tasks. Names and numbers are those of the reference's headers.
#ifndef HSX_MAILBOX_H
#define HSX_MAILBOX_H

#include <hsx/metadata.h>
#include <stdint.h>

#define HSX_MBX_MODULE_ID 0x05

#define HSX_MBX_MAX_NAME_BYTES 32
#define HSX_MBX_DEFAULT_RING_CAPACITY 64
#define HSX_MBX_MAX_PREFIX_BYTES 8

#define HSX_MBX_TIMEOUT_POLL 0x0000
#define HSX_MBX_TIMEOUT_INFINITE 0xFFFF

#define HSX_MBX_NAMESPACE_PID 0x00
#define HSX_MBX_NAMESPACE_SVC 0x01
#define HSX_MBX_NAMESPACE_APP 0x02
#define HSX_MBX_NAMESPACE_SHARED 0x03

#define HSX_MBX_MODE_RDONLY 0x01
#define HSX_MBX_MODE_WRONLY 0x02
#define HSX_MBX_MODE_RDWR 0x03
#define HSX_MBX_MODE_TAP 0x04
#define HSX_MBX_MODE_FANOUT 0x08
#define HSX_MBX_MODE_FANOUT_DROP 0x10
#define HSX_MBX_MODE_FANOUT_BLOCK 0x20

#define HSX_MBX_FLAG_STDOUT 0x0001
#define HSX_MBX_FLAG_STDERR 0x0002
#define HSX_MBX_FLAG_OOB 0x0004
#define HSX_MBX_FLAG_OVERRUN 0x0008

#define HSX_MBX_PREFIX_PID "pid:"
#define HSX_MBX_PREFIX_SVC "svc:"
#define HSX_MBX_PREFIX_APP "app:"
#define HSX_MBX_PREFIX_SHARED "shared:"

#define HSX_MBX_STDIO_IN "svc:stdio.in"
#define HSX_MBX_STDIO_OUT "svc:stdio.out"
#define HSX_MBX_STDIO_ERR "svc:stdio.err"

#define HSX_MBX_TRACE_FLAG_ENABLED 0x01

#define HSX_MBX_FN_OPEN 0x00
#define HSX_MBX_FN_BIND 0x01
#define HSX_MBX_FN_SEND 0x02
#define HSX_MBX_FN_RECV 0x03
#define HSX_MBX_FN_PEEK 0x04
#define HSX_MBX_FN_TAP 0x05
#define HSX_MBX_FN_CLOSE 0x06

#define HSX_MBX_STATUS_OK 0x0000
#define HSX_MBX_STATUS_WOULDBLOCK 0x0001
#define HSX_MBX_STATUS_INVALID_HANDLE 0x0002
#define HSX_MBX_STATUS_NO_DATA 0x0003
#define HSX_MBX_STATUS_MSG_TOO_LARGE 0x0004
#define HSX_MBX_STATUS_NO_DESCRIPTOR 0x0005
#define HSX_MBX_STATUS_TIMEOUT 0x0007
#define HSX_MBX_STATUS_INTERNAL_ERROR 0x00FF

/// What `hsx_mailbox_recv` tells of a message besides its bytes.
typedef struct hsx_mailbox_recv_info {
    int status;
    int length;
    unsigned flags;
    unsigned channel;
    unsigned src_pid;
} hsx_mailbox_recv_info;

#ifdef __cplusplus
extern "C" {
#endif

// Each answers a number from 0 on, or the status negated.

/// Opens a mailbox `[pid:|svc:|app:|shared:]name[@pid]`, which is made if need be; answers a handle.
int hsx_mailbox_open(const char *target, unsigned flags);
/// Makes a mailbox or changes its capacity in bytes and its mode; answers its number.
int hsx_mailbox_bind(const char *target, unsigned capacity, unsigned mode);
int hsx_mailbox_close(int handle);
/// Answers the number of bytes sent.
int hsx_mailbox_send(int handle, const void *data, int length, unsigned flags, unsigned channel);
/// Answers the number of bytes received; `timeout` is in milliseconds, `out` may be null.
int hsx_mailbox_recv(int handle, void *buffer, int max_len, unsigned timeout, hsx_mailbox_recv_info *out);
/// Answers the number of messages that wait; a null pointer where a number is not wanted.
int hsx_mailbox_peek(int handle, int *bytes, int *next_length);
int hsx_mailbox_tap(int handle, int enable);
int hsx_mailbox_open_stdout(void);
int hsx_mailbox_open_stdin(void);
int hsx_mailbox_open_app_demo(void);
/// Without flags, on channel 0.
int hsx_mailbox_send_basic(int handle, const void *data, int length);
/// Without waiting.
int hsx_mailbox_recv_basic(int handle, void *buffer, int max_len);

#ifdef __cplusplus
}
#endif

/// Declares a mailbox that the executive makes for the program before it starts:
///     HSX_MAILBOX("app:telemetry", HSX_CAPACITY(96), HSX_MODE(RDWR | FANOUT));
#define HSX_MAILBOX(target, ...)                                                                         \
    _Static_assert(sizeof(target) > 1 && sizeof(target) <= HSX_MBX_MAX_NAME_BYTES + 1,                   \
        "the target of a mailbox has 1 to 32 characters");                                               \
    __HSX_DECLARE(".hsx.mailbox", "{\"target\":\"" target "\"" __HSX_OPTIONS(__VA_ARGS__) "}")

/// The room for messages in bytes; each takes eight more than its length.
#define HSX_CAPACITY(bytes) __HSX_NUMBER("capacity", bytes)
/// Joined by |: RDONLY, WRONLY, RDWR, TAP, FANOUT, FANOUT_DROP, FANOUT_BLOCK.
#define HSX_MODE(names) ",\"mode\":\"" #names "\""

#endif
