// Commands: what the executive lets others call in the program. Names and numbers are those of the reference.
#ifndef HSX_COMMAND_H
#define HSX_COMMAND_H

#include <hsx/metadata.h>
#include <stdint.h>

#define HSX_CMD_MODULE_ID 0x08

#define HSX_CMD_FN_REGISTER 0x00
#define HSX_CMD_FN_LOOKUP 0x01
#define HSX_CMD_FN_CALL 0x02
#define HSX_CMD_FN_CALL_ASYNC 0x03
#define HSX_CMD_FN_HELP 0x04

#define HSX_CMD_STATUS_OK 0x0000
#define HSX_CMD_STATUS_ENOENT 0x0001
#define HSX_CMD_STATUS_EPERM 0x0002
#define HSX_CMD_STATUS_ENOSPC 0x0003
#define HSX_CMD_STATUS_EINVAL 0x0004
#define HSX_CMD_STATUS_EEXIST 0x0005
#define HSX_CMD_STATUS_ENOASYNC 0x0006
#define HSX_CMD_STATUS_EFAIL 0x0007

#define HSX_CMD_FLAG_PIN 0x01
#define HSX_CMD_FLAG_ASYNC 0x02

#define HSX_CMD_AUTH_PUBLIC 0x00
#define HSX_CMD_AUTH_USER 0x01
#define HSX_CMD_AUTH_ADMIN 0x02
#define HSX_CMD_AUTH_FACTORY 0x03

#define HSX_CMD_MAX_COMMANDS 256
#define HSX_CMD_DESC_NAME 0x10
#define HSX_CMD_DESC_INVALID 0xFFFF

/// The descriptor of a command: its name and its help are addresses.
typedef struct __attribute__((__packed__)) hsx_cmd_name_desc {
    uint8_t desc_type;
    uint8_t reserved;
    uint16_t next;
    uint16_t name_offset;
    uint16_t help_offset;
} hsx_cmd_name_desc_t;

#ifdef __cplusplus
extern "C" {
#endif

// Each answers a number from 0 on, or the status negated.

/// Registers a command of this program; `descriptor` may be null. Answers the oid.
int hsx_command_register(unsigned group, unsigned id, unsigned flags, const void *descriptor);
/// Answers the oid.
int hsx_command_lookup(unsigned group, unsigned id);
/// Calls a command; `token` and `result` may be null.
int hsx_command_call(unsigned oid, const char *token, int *result);
/// Has a command called, and the end of it reported to a mailbox; answers the call's handle.
int hsx_command_call_async(unsigned oid, const char *token, const char *target);
/// Fills `buffer` with the help; answers its length.
int hsx_command_help(unsigned oid, char *buffer, int room);

#ifdef __cplusplus
}
#endif

/// Declares a command and what runs when it is called, a function `int handler(void)` that is not static:
///     HSX_COMMAND(1, 16, "reset", on_reset, HSX_HELP("forgets the peak"), HSX_AUTH(USER));
#define HSX_COMMAND(group, id, name, handler, ...)                                                         \
    __HSX_CHECK_BYTE(group, "the group of a command");                                                     \
    __HSX_CHECK_BYTE(id, "the number of a command");                                                       \
    extern int handler(void);                                                                              \
    __HSX_DECLARE(                                                                                         \
        ".hsx.cmd", "{\"group\":\"" __HSX_TEXT(group) "\"" __HSX_INTEGER("id", id)                         \
            __HSX_STRING("name", name) __HSX_STRING("handler", #handler) __HSX_OPTIONS(__VA_ARGS__) "}")

#define HSX_HELP(text) __HSX_STRING("help", text)

#endif
