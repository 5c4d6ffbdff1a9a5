// The end of a program that found itself wrong: what stdout holds is still written, since it helps to see why.

#include <assert.h>
#include <hsx/svc.h>
#include <stdlib.h>
#include <string.h>

#include "hub_libc.h"

/// As a process has that ended by SIGABRT.
enum { HUB_ABORT_STATUS = 134 };

void abort(void) {
    if (__hub_at_flush) __hub_at_flush();
    __hsx_svc_task_exit(HUB_ABORT_STATUS);
}

static void hub_say(const char *text) { __hsx_svc_uart_write(text, (uint32_t)strlen(text)); }

void __hub_assert_failed(const char *condition, const char *file, int line) {
    char digits[12];
    char *number = digits + sizeof digits - 1;
    *number = 0;
    do {
        *--number = (char)('0' + line % 10);
        line /= 10;
    } while (line > 0);
    if (__hub_at_flush) __hub_at_flush();
    hub_say(file);
    hub_say(":");
    hub_say(number);
    hub_say(": assertion failed: ");
    hub_say(condition);
    hub_say("\n");
    abort();
}
