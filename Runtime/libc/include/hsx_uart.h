// Bytes to the UART; the machine has one port and no service that receives. Names are those of the reference.
#ifndef HSX_UART_H
#define HSX_UART_H

#include "hsx_hal_types.h"

#define HSX_UART_0 0

#ifdef __cplusplus
extern "C" {
#endif

/// Answers the number of bytes written, or HSX_HAL_INVALID_PARAM for another port.
int hsx_uart_write(uint8_t port, const void *data, uint32_t length);
/// As printf, without stdio's buffer, at most 127 characters, or HSX_HAL_NO_MEMORY.
int hsx_uart_printf(uint8_t port, const char *format, ...) __attribute__((__format__(__printf__, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
