// The operations of hub_core.h as functions of a module: scripts/build-core makes the bitcode of them that the native
// back end takes into programs.

#define HUB_OPERATION __attribute__((always_inline))
#define HUB_RARE_OPERATION __attribute__((noinline, cold))
#include "hub_core.h"
