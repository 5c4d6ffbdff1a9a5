// The files of the C library as bytes: an array for each, and one table. Whoever adds a file adds both.

#include "RuntimeBundle.h"

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
static const uint8_t libc_src_abort_c[] = {
#embed "../libc/src/abort.c"
};
static const uint8_t libc_src_atexit_c[] = {
#embed "../libc/src/atexit.c"
};
static const uint8_t libc_src_characters_c[] = {
#embed "../libc/src/characters.c"
};
static const uint8_t libc_src_clock_c[] = {
#embed "../libc/src/clock.c"
};
static const uint8_t libc_src_ctype_c[] = {
#embed "../libc/src/ctype.c"
};
static const uint8_t libc_src_decimal_c[] = {
#embed "../libc/src/decimal.c"
};
static const uint8_t libc_src_errors_c[] = {
#embed "../libc/src/errors.c"
};
static const uint8_t libc_src_exit_c[] = {
#embed "../libc/src/exit.c"
};
static const uint8_t libc_src_exponential_c[] = {
#embed "../libc/src/exponential.c"
};
static const uint8_t libc_src_float_parts_c[] = {
#embed "../libc/src/float_parts.c"
};
static const uint8_t libc_src_float_parts_h[] = {
#embed "../libc/src/float_parts.h"
};
static const uint8_t libc_src_float_parts_f_c[] = {
#embed "../libc/src/float_parts_f.c"
};
static const uint8_t libc_src_format_c[] = {
#embed "../libc/src/format.c"
};
static const uint8_t libc_src_format_float_c[] = {
#embed "../libc/src/format_float.c"
};
static const uint8_t libc_src_heap_c[] = {
#embed "../libc/src/heap.c"
};
static const uint8_t libc_src_hsx_command_c[] = {
#embed "../libc/src/hsx_command.c"
};
static const uint8_t libc_src_hsx_devices_c[] = {
#embed "../libc/src/hsx_devices.c"
};
static const uint8_t libc_src_hsx_fs_c[] = {
#embed "../libc/src/hsx_fs.c"
};
static const uint8_t libc_src_hsx_mailbox_c[] = {
#embed "../libc/src/hsx_mailbox.c"
};
static const uint8_t libc_src_hsx_stdio_c[] = {
#embed "../libc/src/hsx_stdio.c"
};
static const uint8_t libc_src_hsx_value_c[] = {
#embed "../libc/src/hsx_value.c"
};
static const uint8_t libc_src_hub_decimal_h[] = {
#embed "../libc/src/hub_decimal.h"
};
static const uint8_t libc_src_hub_format_h[] = {
#embed "../libc/src/hub_format.h"
};
static const uint8_t libc_src_hub_libc_h[] = {
#embed "../libc/src/hub_libc.h"
};
static const uint8_t libc_src_hub_math_h[] = {
#embed "../libc/src/hub_math.h"
};
static const uint8_t libc_src_hub_stream_h[] = {
#embed "../libc/src/hub_stream.h"
};
static const uint8_t libc_src_hypotenuse_c[] = {
#embed "../libc/src/hypotenuse.c"
};
static const uint8_t libc_src_integers_c[] = {
#embed "../libc/src/integers.c"
};
static const uint8_t libc_src_logarithm_c[] = {
#embed "../libc/src/logarithm.c"
};
static const uint8_t libc_src_memory_c[] = {
#embed "../libc/src/memory.c"
};
static const uint8_t libc_src_no_floats_c[] = {
#embed "../libc/src/no_floats.c"
};
static const uint8_t libc_src_parse_float_c[] = {
#embed "../libc/src/parse_float.c"
};
static const uint8_t libc_src_parse_integer_c[] = {
#embed "../libc/src/parse_integer.c"
};
static const uint8_t libc_src_parse_integer_h[] = {
#embed "../libc/src/parse_integer.h"
};
static const uint8_t libc_src_perror_c[] = {
#embed "../libc/src/perror.c"
};
static const uint8_t libc_src_polynomial_c[] = {
#embed "../libc/src/polynomial.c"
};
static const uint8_t libc_src_power_c[] = {
#embed "../libc/src/power.c"
};
static const uint8_t libc_src_printf_c[] = {
#embed "../libc/src/printf.c"
};
static const uint8_t libc_src_random_c[] = {
#embed "../libc/src/random.c"
};
static const uint8_t libc_src_sort_c[] = {
#embed "../libc/src/sort.c"
};
static const uint8_t libc_src_strdup_c[] = {
#embed "../libc/src/strdup.c"
};
static const uint8_t libc_src_stream_c[] = {
#embed "../libc/src/stream.c"
};
static const uint8_t libc_src_string_search_c[] = {
#embed "../libc/src/string_search.c"
};
static const uint8_t libc_src_strings_c[] = {
#embed "../libc/src/strings.c"
};
static const uint8_t libc_src_trigonometry_c[] = {
#embed "../libc/src/trigonometry.c"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}

static const hub_bundled_file files[] = {
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
    FILE("src/abort.c", libc_src_abort_c),
    FILE("src/atexit.c", libc_src_atexit_c),
    FILE("src/characters.c", libc_src_characters_c),
    FILE("src/clock.c", libc_src_clock_c),
    FILE("src/ctype.c", libc_src_ctype_c),
    FILE("src/decimal.c", libc_src_decimal_c),
    FILE("src/errors.c", libc_src_errors_c),
    FILE("src/exit.c", libc_src_exit_c),
    FILE("src/exponential.c", libc_src_exponential_c),
    FILE("src/float_parts.c", libc_src_float_parts_c),
    FILE("src/float_parts.h", libc_src_float_parts_h),
    FILE("src/float_parts_f.c", libc_src_float_parts_f_c),
    FILE("src/format.c", libc_src_format_c),
    FILE("src/format_float.c", libc_src_format_float_c),
    FILE("src/heap.c", libc_src_heap_c),
    FILE("src/hsx_command.c", libc_src_hsx_command_c),
    FILE("src/hsx_devices.c", libc_src_hsx_devices_c),
    FILE("src/hsx_fs.c", libc_src_hsx_fs_c),
    FILE("src/hsx_mailbox.c", libc_src_hsx_mailbox_c),
    FILE("src/hsx_stdio.c", libc_src_hsx_stdio_c),
    FILE("src/hsx_value.c", libc_src_hsx_value_c),
    FILE("src/hub_decimal.h", libc_src_hub_decimal_h),
    FILE("src/hub_format.h", libc_src_hub_format_h),
    FILE("src/hub_libc.h", libc_src_hub_libc_h),
    FILE("src/hub_math.h", libc_src_hub_math_h),
    FILE("src/hub_stream.h", libc_src_hub_stream_h),
    FILE("src/hypotenuse.c", libc_src_hypotenuse_c),
    FILE("src/integers.c", libc_src_integers_c),
    FILE("src/logarithm.c", libc_src_logarithm_c),
    FILE("src/memory.c", libc_src_memory_c),
    FILE("src/no_floats.c", libc_src_no_floats_c),
    FILE("src/parse_float.c", libc_src_parse_float_c),
    FILE("src/parse_integer.c", libc_src_parse_integer_c),
    FILE("src/parse_integer.h", libc_src_parse_integer_h),
    FILE("src/perror.c", libc_src_perror_c),
    FILE("src/polynomial.c", libc_src_polynomial_c),
    FILE("src/power.c", libc_src_power_c),
    FILE("src/printf.c", libc_src_printf_c),
    FILE("src/random.c", libc_src_random_c),
    FILE("src/sort.c", libc_src_sort_c),
    FILE("src/strdup.c", libc_src_strdup_c),
    FILE("src/stream.c", libc_src_stream_c),
    FILE("src/string_search.c", libc_src_string_search_c),
    FILE("src/strings.c", libc_src_strings_c),
    FILE("src/trigonometry.c", libc_src_trigonometry_c),
};

const hub_bundled_file *hub_bundled_libc_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
