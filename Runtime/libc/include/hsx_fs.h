// Files of the executive. Paths are relative, without `..`. Names and numbers are those of the reference.
#ifndef HSX_FS_H
#define HSX_FS_H

#include "hsx_hal_types.h"

#define HSX_FS_O_RDONLY 0x0001
#define HSX_FS_O_WRONLY 0x0002
#define HSX_FS_O_RDWR 0x0003
#define HSX_FS_O_CREAT 0x0004
#define HSX_FS_O_TRUNC 0x0008
#define HSX_FS_O_APPEND 0x0010

typedef int hsx_fd_t;

#ifdef __cplusplus
extern "C" {
#endif

// Each answers a number from 0 on, or a negative error.

hsx_fd_t hsx_fs_open(const char *path, uint32_t flags);
int hsx_fs_read(hsx_fd_t fd, void *buffer, uint32_t length);
int hsx_fs_write(hsx_fd_t fd, const void *data, uint32_t length);
int hsx_fs_close(hsx_fd_t fd);
/// Names, a line each; answers the number of bytes.
int hsx_fs_listdir(const char *path, char *buffer, uint32_t max_length);
int hsx_fs_delete(const char *path);
int hsx_fs_rename(const char *old_path, const char *new_path);
int hsx_fs_mkdir(const char *path);
/// As printf, at most 127 characters, or HSX_HAL_NO_MEMORY.
int hsx_fs_printf(hsx_fd_t fd, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
