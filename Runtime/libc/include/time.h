// The clock of the machine: instructions executed. There is no calendar.
#ifndef __HUB_TIME_H
#define __HUB_TIME_H

#include <stddef.h>

typedef unsigned clock_t;

/// The unit of `clock`: the reference machine is taken to execute a million instructions a second.
#define CLOCKS_PER_SEC ((clock_t)1000000)

clock_t clock(void);

#endif
