// The CAN bus, the UART, time and the end of the task as C functions.

#include <hsx.h>
#include <hsx/svc.h>
#include <stdarg.h>
#include <stdio.h>

enum { HUB_MAX_FRAME = 8, HUB_MAX_IDENTIFIER = 0x7FF, HUB_LINE = 128 };

int hsx_can_tx(const hsx_can_frame_t *frame) {
    if (frame->flags != HSX_CAN_STD_FRAME) return HSX_HAL_UNSUPPORTED;
    if (frame->dlc > HUB_MAX_FRAME || frame->can_id > HUB_MAX_IDENTIFIER) return HSX_HAL_INVALID_PARAM;
    return __hsx_svc_can_tx(frame->can_id, frame->data, frame->dlc) == 0 ? HSX_HAL_OK : HSX_HAL_ERROR;
}

int hsx_uart_write(uint8_t port, const void *data, uint32_t length) {
    return port == HSX_UART_0 ? __hsx_svc_uart_write(data, length) : HSX_HAL_INVALID_PARAM;
}

int hsx_uart_printf(uint8_t port, const char *format, ...) {
    char line[HUB_LINE];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length >= HUB_LINE) return HSX_HAL_NO_MEMORY;
    return hsx_uart_write(port, line, (uint32_t)length);
}

uint32_t hsx_timer_get_steps(void) { return __hsx_svc_core_get_steps(); }

void hsx_timer_sleep_ms(uint32_t ms) { __hsx_svc_exec_sleep_ms(ms); }

void hsx_timer_sleep_us(uint32_t us) { hsx_timer_sleep_ms(us / 1000 + (us % 1000 != 0)); }

void hsx_exit(int status) { __hsx_svc_task_exit(status); }
