// Files as C functions.

#include <hsx/svc.h>
#include <hsx_fs.h>
#include <stdarg.h>
#include <stdio.h>

enum { HUB_LINE = 128 };

/// The service takes access modes that count from 0, and other bits for the flags.
hsx_fd_t hsx_fs_open(const char *path, uint32_t flags) {
    uint32_t access = flags & HSX_FS_O_RDWR;
    if (access == 0) return HSX_HAL_INVALID_PARAM;
    uint32_t creation = (flags & HSX_FS_O_CREAT) << 4 | (flags & (HSX_FS_O_TRUNC | HSX_FS_O_APPEND)) << 6;
    return __hsx_svc_fs_open(path, (access - 1) | creation);
}

int hsx_fs_read(hsx_fd_t fd, void *buffer, uint32_t length) { return __hsx_svc_fs_read(fd, buffer, length); }

int hsx_fs_write(hsx_fd_t fd, const void *data, uint32_t length) { return __hsx_svc_fs_write(fd, data, length); }

int hsx_fs_close(hsx_fd_t fd) { return __hsx_svc_fs_close(fd); }

int hsx_fs_listdir(const char *path, char *buffer, uint32_t max_length) {
    return __hsx_svc_fs_listdir(path, buffer, max_length);
}

int hsx_fs_delete(const char *path) { return __hsx_svc_fs_delete(path); }

int hsx_fs_rename(const char *old_path, const char *new_path) { return __hsx_svc_fs_rename(old_path, new_path); }

int hsx_fs_mkdir(const char *path) { return __hsx_svc_fs_mkdir(path); }

int hsx_fs_printf(hsx_fd_t fd, const char *format, ...) {
    char line[HUB_LINE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length >= HUB_LINE) return HSX_HAL_NO_MEMORY;
    return hsx_fs_write(fd, line, (uint32_t)length);
}
