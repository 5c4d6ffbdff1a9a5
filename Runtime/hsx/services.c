// The services behind SVC: finds the module and carries out the small ones. Mailboxes and files have their own files.

#include <stdlib.h>
#include <string.h>

#include "host.h"

hub_hsx_host *hub_hsx_host_create(const hub_hsx_host_config *config) {
    hub_hsx_host *host = calloc(1, sizeof *host);
    if (!host) return NULL;
    if (config) host->config = *config;
    host->mailboxes = hub_mailboxes_create();
    host->files = hub_files_create(host->config.sandbox);
    host->config.sandbox = NULL;
    if (!host->mailboxes || !host->files) {
        hub_hsx_host_destroy(host);
        return NULL;
    }
    return host;
}

void hub_hsx_host_destroy(hub_hsx_host *host) {
    if (!host) return;
    hub_mailboxes_destroy(host->mailboxes);
    hub_files_destroy(host->files);
    free(host);
}

void hub_hsx_host_set_steps(hub_hsx_host *host, uint64_t steps) { host->steps = steps; }

bool hub_copy_string(const uint8_t *memory, uint32_t pointer, char *target, size_t capacity) {
    uint32_t length = hub_range_in_memory(pointer, (uint32_t)capacity);
    if (length == 0) return false;
    memcpy(target, memory + pointer, length);
    return memchr(target, 0, length) != NULL;
}

static void hub_hsx_uart_write(hub_hsx_host *host, uint32_t regs[16], const uint8_t *memory) {
    uint32_t count = hub_range_in_memory(regs[1], regs[2]);
    if (count > 0 && host->config.output) host->config.output(host->config.user, memory + regs[1], count);
    regs[0] = regs[2];
}

static void hub_hsx_can_transmit(hub_hsx_host *host, uint32_t regs[16], const uint8_t *memory) {
    uint32_t count = hub_range_in_memory(regs[2], regs[3]);
    if (host->config.can_transmit) {
        host->config.can_transmit(host->config.user, regs[1] & 0x7FF, count > 0 ? memory + regs[2] : memory, count);
    }
    regs[0] = 0;
}

void hub_hsx_service(
    hub_hsx_host *host, unsigned module, unsigned function, uint32_t regs[16], uint8_t *memory,
    hub_hsx_outcome *outcome) {
    *outcome = (hub_hsx_outcome){HUB_HSX_CONTINUE, 0};
    bool known = true;
    switch (module << 8 | function) {
        case 0x000: regs[0] = (uint32_t)host->steps; return;
        case 0x100: *outcome = (hub_hsx_outcome){HUB_HSX_EXIT, regs[0]}; return;
        case 0x101: hub_hsx_uart_write(host, regs, memory); return;
        case 0x200: hub_hsx_can_transmit(host, regs, memory); return;
        case 0x600:
            *outcome = (hub_hsx_outcome){HUB_HSX_SLEEP, regs[0]};
            regs[0] = 0;
            return;
        default: break;
    }
    switch (module) {
        case 4: known = hub_files_service(host->files, function, regs, memory); break;
        case 5: known = hub_mailboxes_service(host->mailboxes, function, regs, memory); break;
        case 7:
        case 8: regs[0] = 1; break;
        default: known = false; break;
    }
    if (!known) regs[0] = HUB_UNKNOWN_SERVICE;
}
