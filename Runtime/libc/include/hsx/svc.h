// The services of the machine as they are: one function each, which the compiler turns into SVC. The parameters are
// the registers that the service reads, the result is R0, and a pointer at the end takes each further result (R1, R2,
// …). Programs use the functions of the other hsx headers. The table is Sources/HSXMachine/HSXService.swift.
#ifndef __HUB_HSX_SVC_H
#define __HUB_HSX_SVC_H

#include <stdint.h>

uint32_t __hsx_svc_core_get_steps(void);
_Noreturn void __hsx_svc_task_exit(int status);
int __hsx_svc_uart_write(const void *data, uint32_t length);
int __hsx_svc_can_tx(uint32_t identifier, const void *data, uint32_t length);

int __hsx_svc_fs_open(const char *path, uint32_t flags);
int __hsx_svc_fs_read(int file, void *buffer, uint32_t length);
int __hsx_svc_fs_write(int file, const void *data, uint32_t length);
int __hsx_svc_fs_close(int file);
int __hsx_svc_fs_listdir(const char *path, char *buffer, uint32_t room);
int __hsx_svc_fs_delete(const char *path);
int __hsx_svc_fs_rename(const char *old_path, const char *new_path);
int __hsx_svc_fs_mkdir(const char *path);

int __hsx_svc_mbx_open(const char *target, uint32_t flags, int *handle);
int __hsx_svc_mbx_bind(const char *target, uint32_t capacity, uint32_t mode, int *descriptor);
int __hsx_svc_mbx_send(
    int handle, const void *data, uint32_t length, uint32_t flags, uint32_t channel, int *sent);
int __hsx_svc_mbx_recv(
    int handle, void *buffer, uint32_t room, uint32_t timeout, void *info, int *length, int *flags, int *channel,
    int *sender);
/// The second and the third parameter are only what R2 and R3 keep when the service fails.
int __hsx_svc_mbx_peek(int handle, int unused2, int unused3, int *depth, int *bytes, int *next_length);
int __hsx_svc_mbx_tap(int handle, int enable);
int __hsx_svc_mbx_close(int handle);

int __hsx_svc_exec_sleep_ms(uint32_t milliseconds);

int __hsx_svc_value_register(uint32_t group, uint32_t id, uint32_t flags, const void *descriptor, int *oid);
int __hsx_svc_value_lookup(uint32_t group, uint32_t id, int *oid);
int __hsx_svc_value_get(uint32_t oid);
int __hsx_svc_value_set(uint32_t oid, uint32_t half);
int __hsx_svc_value_list(uint32_t group, uint16_t *oids, uint32_t room, int *count);
int __hsx_svc_value_subscribe(uint32_t oid, const char *target, int *handle);
int __hsx_svc_value_persist(uint32_t oid, uint32_t mode);

int __hsx_svc_command_register(uint32_t group, uint32_t id, uint32_t flags, const void *descriptor, int *oid);
int __hsx_svc_command_lookup(uint32_t group, uint32_t id, int *oid);
int __hsx_svc_command_call(uint32_t oid, const char *token, int *result);
int __hsx_svc_command_call_async(uint32_t oid, const char *token, const char *target, int *handle);
int __hsx_svc_command_help(uint32_t oid, char *buffer, uint32_t room, int *length);

/// Only the low half of the result is written; the first parameter is what the high half keeps.
uint32_t __hsx_svc_libm_sin(uint32_t kept, uint32_t half);
uint32_t __hsx_svc_libm_cos(uint32_t kept, uint32_t half);
uint32_t __hsx_svc_libm_exp(uint32_t kept, uint32_t half);

#endif
