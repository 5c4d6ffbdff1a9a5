// The end of a program. The compiler calls `__hubc_exit_hook` when main has returned.

#include <hsx/svc.h>
#include <stdlib.h>

#include "hub_libc.h"

void (*__hub_at_exit)(void);
void (*__hub_at_flush)(void);

void __hubc_exit_hook(void) {
    if (__hub_at_exit) __hub_at_exit();
    if (__hub_run_destructors) __hub_run_destructors();
    if (__hub_at_flush) __hub_at_flush();
}

void exit(int status) {
    __hubc_exit_hook();
    __hsx_svc_task_exit(status);
}

void _Exit(int status) { __hsx_svc_task_exit(status); }
