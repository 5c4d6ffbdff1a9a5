// The inside of the host: what services.c, mailbox.c and files.c share.

#ifndef HUB_HSX_HOST_H
#define HUB_HSX_HOST_H

#include "hub_hsx.h"

/// All mailboxes of a host; mailbox.c.
typedef struct hub_mailboxes hub_mailboxes;
/// The open files of a host and its sandbox folder; files.c.
typedef struct hub_files hub_files;

struct hub_hsx_host {
    hub_hsx_host_config config;
    uint64_t steps;
    hub_mailboxes *mailboxes;
    hub_files *files;
};

/// R0 after a service that does not exist.
#define HUB_UNKNOWN_SERVICE 0xFFFFFF01u

HUB_API hub_mailboxes *hub_mailboxes_create(void);
HUB_API void hub_mailboxes_destroy(hub_mailboxes *boxes);
/// Carries out a function of module 5; false when there is no such function.
HUB_API bool hub_mailboxes_service(hub_mailboxes *boxes, unsigned function, uint32_t regs[16], uint8_t *memory);

/// Opens the sandbox folder; with NULL, makes a file service in which every open fails.
HUB_API hub_files *hub_files_create(const char *sandbox);
HUB_API void hub_files_destroy(hub_files *files);
/// Carries out a function of module 4; false when there is no such function.
HUB_API bool hub_files_service(hub_files *files, unsigned function, uint32_t regs[16], uint8_t *memory);

/// How many bytes of the range exist: what lies past the end of memory is cut off.
static inline uint32_t hub_range_in_memory(uint32_t pointer, uint32_t length) {
    if (pointer >= HUB_HSX_MEMORY_SIZE) return 0;
    uint32_t room = HUB_HSX_MEMORY_SIZE - pointer;
    return length < room ? length : room;
}

/// Copies a zero-terminated string of at most `capacity - 1` bytes out of memory; false when it is longer or has no
/// end.
HUB_API bool hub_copy_string(const uint8_t *memory, uint32_t pointer, char *target, size_t capacity);

#endif
