// What hubc needs of the C library as bytes: its headers, and its code as bitcode, which scripts/build-libc makes. An
// array for each file, and one table. Whoever adds a header adds both.

#include "RuntimeBundle.h"

static const uint8_t libc_floats_bc[] = {
#embed "../libc/floats.bc"
};
static const uint8_t libc_include_assert_h[] = {
#embed "../libc/include/assert.h"
};
static const uint8_t libc_include_ctype_h[] = {
#embed "../libc/include/ctype.h"
};
static const uint8_t libc_include_errno_h[] = {
#embed "../libc/include/errno.h"
};
static const uint8_t libc_include_float_h[] = {
#embed "../libc/include/float.h"
};
static const uint8_t libc_include_hsx_h[] = {
#embed "../libc/include/hsx.h"
};
static const uint8_t libc_include_hsx_metadata_h[] = {
#embed "../libc/include/hsx/metadata.h"
};
static const uint8_t libc_include_hsx_svc_h[] = {
#embed "../libc/include/hsx/svc.h"
};
static const uint8_t libc_include_hsx_can_h[] = {
#embed "../libc/include/hsx_can.h"
};
static const uint8_t libc_include_hsx_command_h[] = {
#embed "../libc/include/hsx_command.h"
};
static const uint8_t libc_include_hsx_fs_h[] = {
#embed "../libc/include/hsx_fs.h"
};
static const uint8_t libc_include_hsx_hal_types_h[] = {
#embed "../libc/include/hsx_hal_types.h"
};
static const uint8_t libc_include_hsx_mailbox_h[] = {
#embed "../libc/include/hsx_mailbox.h"
};
static const uint8_t libc_include_hsx_stdio_h[] = {
#embed "../libc/include/hsx_stdio.h"
};
static const uint8_t libc_include_hsx_stdlib_h[] = {
#embed "../libc/include/hsx_stdlib.h"
};
static const uint8_t libc_include_hsx_timer_h[] = {
#embed "../libc/include/hsx_timer.h"
};
static const uint8_t libc_include_hsx_uart_h[] = {
#embed "../libc/include/hsx_uart.h"
};
static const uint8_t libc_include_hsx_value_h[] = {
#embed "../libc/include/hsx_value.h"
};
static const uint8_t libc_include_inttypes_h[] = {
#embed "../libc/include/inttypes.h"
};
static const uint8_t libc_include_iso646_h[] = {
#embed "../libc/include/iso646.h"
};
static const uint8_t libc_include_limits_h[] = {
#embed "../libc/include/limits.h"
};
static const uint8_t libc_include_math_h[] = {
#embed "../libc/include/math.h"
};
static const uint8_t libc_include_stdalign_h[] = {
#embed "../libc/include/stdalign.h"
};
static const uint8_t libc_include_stdarg_h[] = {
#embed "../libc/include/stdarg.h"
};
static const uint8_t libc_include_stdbool_h[] = {
#embed "../libc/include/stdbool.h"
};
static const uint8_t libc_include_stddef_h[] = {
#embed "../libc/include/stddef.h"
};
static const uint8_t libc_include_stdint_h[] = {
#embed "../libc/include/stdint.h"
};
static const uint8_t libc_include_stdio_h[] = {
#embed "../libc/include/stdio.h"
};
static const uint8_t libc_include_stdlib_h[] = {
#embed "../libc/include/stdlib.h"
};
static const uint8_t libc_include_stdnoreturn_h[] = {
#embed "../libc/include/stdnoreturn.h"
};
static const uint8_t libc_include_string_h[] = {
#embed "../libc/include/string.h"
};
static const uint8_t libc_include_strings_h[] = {
#embed "../libc/include/strings.h"
};
static const uint8_t libc_include_time_h[] = {
#embed "../libc/include/time.h"
};
static const uint8_t libc_libc_bc[] = {
#embed "../libc/libc.bc"
};
static const uint8_t libc_no_floats_bc[] = {
#embed "../libc/no_floats.bc"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}

static const hub_bundled_file files[] = {
    FILE("floats.bc", libc_floats_bc),
    FILE("include/assert.h", libc_include_assert_h),
    FILE("include/ctype.h", libc_include_ctype_h),
    FILE("include/errno.h", libc_include_errno_h),
    FILE("include/float.h", libc_include_float_h),
    FILE("include/hsx.h", libc_include_hsx_h),
    FILE("include/hsx/metadata.h", libc_include_hsx_metadata_h),
    FILE("include/hsx/svc.h", libc_include_hsx_svc_h),
    FILE("include/hsx_can.h", libc_include_hsx_can_h),
    FILE("include/hsx_command.h", libc_include_hsx_command_h),
    FILE("include/hsx_fs.h", libc_include_hsx_fs_h),
    FILE("include/hsx_hal_types.h", libc_include_hsx_hal_types_h),
    FILE("include/hsx_mailbox.h", libc_include_hsx_mailbox_h),
    FILE("include/hsx_stdio.h", libc_include_hsx_stdio_h),
    FILE("include/hsx_stdlib.h", libc_include_hsx_stdlib_h),
    FILE("include/hsx_timer.h", libc_include_hsx_timer_h),
    FILE("include/hsx_uart.h", libc_include_hsx_uart_h),
    FILE("include/hsx_value.h", libc_include_hsx_value_h),
    FILE("include/inttypes.h", libc_include_inttypes_h),
    FILE("include/iso646.h", libc_include_iso646_h),
    FILE("include/limits.h", libc_include_limits_h),
    FILE("include/math.h", libc_include_math_h),
    FILE("include/stdalign.h", libc_include_stdalign_h),
    FILE("include/stdarg.h", libc_include_stdarg_h),
    FILE("include/stdbool.h", libc_include_stdbool_h),
    FILE("include/stddef.h", libc_include_stddef_h),
    FILE("include/stdint.h", libc_include_stdint_h),
    FILE("include/stdio.h", libc_include_stdio_h),
    FILE("include/stdlib.h", libc_include_stdlib_h),
    FILE("include/stdnoreturn.h", libc_include_stdnoreturn_h),
    FILE("include/string.h", libc_include_string_h),
    FILE("include/strings.h", libc_include_strings_h),
    FILE("include/time.h", libc_include_time_h),
    FILE("libc.bc", libc_libc_bc),
    FILE("no_floats.bc", libc_no_floats_bc),
};

const hub_bundled_file *hub_bundled_libc_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
