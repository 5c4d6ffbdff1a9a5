// Everything of the HSX machine, and the end of the program.
#ifndef HSX_H
#define HSX_H

#include "hsx_can.h"
#include "hsx_command.h"
#include "hsx_fs.h"
#include "hsx_mailbox.h"
#include "hsx_stdio.h"
#include "hsx_stdlib.h"
#include "hsx_timer.h"
#include "hsx_uart.h"
#include "hsx_value.h"

/// Ends the task at once, without flushing stdio.
_Noreturn void hsx_exit(int status);

#endif
