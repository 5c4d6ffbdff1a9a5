// Files and mailboxes, which the services of the virtual machine carry out.

#include "process.h"

#include <stdlib.h>

#include "host.h"

static hub_hsx_host *hub_devices;

/// Receives what kept machine code prints.
static void hub_devices_output(void *user, const uint8_t *bytes, size_t count) {
    (void)user;
    hub_write_output(bytes, count);
}

struct hub_hsx_host *hub_devices_host(void) {
    // In a library the first call starts them.
    if (!hub_devices) hub_devices_start();
    return hub_devices;
}

void hub_devices_start(void) {
    hub_hsx_host_config config = {.output = hub_devices_output, .sandbox = getenv("HUBC_SANDBOX")};
    hub_devices = hub_hsx_host_create(&config);
    if (hub_devices) return;
    static const char *const texts[] = {
        "hubc: the program cannot be started: memory is short, or HUBC_SANDBOX names no folder", NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

void hub_devices_service(uint32_t number, uint32_t regs[16]) {
    hub_hsx_outcome outcome;
    hub_hsx_service(hub_devices_host(), number >> 8, number & 0xFF, regs, hub_current_program()->memory, &outcome);
}
