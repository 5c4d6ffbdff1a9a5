// Frames to the CAN bus; the machine has no service that receives. Names and numbers are those of the reference.
#ifndef HSX_CAN_H
#define HSX_CAN_H

#include "hsx_hal_types.h"

#define HSX_CAN_STD_FRAME 0x00
#define HSX_CAN_EXT_FRAME 0x01
#define HSX_CAN_RTR_FRAME 0x02

typedef struct {
    uint32_t can_id;
    uint8_t dlc;
    uint8_t flags;
    uint8_t data[8];
} hsx_can_frame_t;

#ifdef __cplusplus
extern "C" {
#endif

/// Sends a standard frame: HSX_HAL_OK, HSX_HAL_INVALID_PARAM, HSX_HAL_UNSUPPORTED for the other kinds of frames, or
/// HSX_HAL_ERROR.
int hsx_can_tx(const hsx_can_frame_t *frame);

#ifdef __cplusplus
}
#endif

#endif
