// What the headers of devices share. Names and numbers are those of the reference.
#ifndef HSX_HAL_TYPES_H
#define HSX_HAL_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#define HSX_HAL_OK 0
#define HSX_HAL_ERROR -1
#define HSX_HAL_TIMEOUT -2
#define HSX_HAL_BUSY -3
#define HSX_HAL_INVALID_PARAM -4
#define HSX_HAL_NO_MEMORY -5
#define HSX_HAL_UNSUPPORTED -6

#define HSX_HAL_NONBLOCK 0x01
#define HSX_HAL_TIMEOUT_INF 0xFFFFFFFF

#endif
