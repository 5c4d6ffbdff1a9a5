// Waiting, and the count of instructions. Names are those of the reference, as far as the machine has the services.
#ifndef HSX_TIMER_H
#define HSX_TIMER_H

#include "hsx_hal_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The number of instructions executed so far, modulo 2^32.
uint32_t hsx_timer_get_steps(void);
/// Lets other tasks run for so long.
void hsx_timer_sleep_ms(uint32_t ms);
/// As `hsx_timer_sleep_ms`, rounded up to milliseconds.
void hsx_timer_sleep_us(uint32_t us);

#ifdef __cplusplus
}
#endif

#endif
