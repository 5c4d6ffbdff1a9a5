// Functions to call when the program ends, the last one first.

#include <stdlib.h>

#include "hub_libc.h"

enum { HUB_MAX_HANDLERS = 32 };

static void (*hub_handlers[HUB_MAX_HANDLERS])(void);
static int hub_handler_count;

/// A handler may register others, and may call exit, which goes on with the rest.
static void hub_run_handlers(void) {
    while (hub_handler_count > 0) hub_handlers[--hub_handler_count]();
}

int atexit(void (*handler)(void)) {
    if (hub_handler_count == HUB_MAX_HANDLERS) return -1;
    hub_handlers[hub_handler_count++] = handler;
    __hub_at_exit = hub_run_handlers;
    return 0;
}
