// The runtime inside WebAssembly modules: files, mailboxes and kept machine code for programs with 64 KiB of memory,
// which are the first 64 KiB of the module's memory. The 192 KiB above them are left to the back end's own data; what
// is here lies above those, its heap behind the end of memory. The back end takes over what a program needs and emits
// the rest itself. Built by scripts/build-wasm-runtime.
//
// Exports. A service takes its number (module << 8 | function) and the address of 16 registers:
//   hub_registers() -> address            room for the registers of one call
//   hub_service_files(number, regs)       module 4; the sandbox is the first folder that the host hands over
//   hub_service_mailbox(number, regs)     module 5
//   hub_kept_code(address, size)          tells where the kept code is, once, before the first call of it
//   hub_service_kept(number, regs)        HUB_KEPT_CODE of hub_runtime.h

#include "../hosted/process.h"

#include <string.h>
#include <wasi/api.h>

#include "../hsx/host.h"

#define HUB_EXPORT(name) __attribute__((export_name(#name)))

static hub_program hub_the_program = {.memory_size = HUB_MACHINE_MEMORY};

const hub_program *hub_current_program(void) { return &hub_the_program; }

// ---- Process ------------------------------------------------------------------------------------------------------

static void write_all(__wasi_fd_t descriptor, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        __wasi_ciovec_t part = {bytes, count};
        __wasi_size_t done = 0;
        if (__wasi_fd_write(descriptor, &part, 1, &done) != __WASI_ERRNO_SUCCESS) return;
        bytes += done;
        count -= done;
    }
}

void hub_write_output(const uint8_t *bytes, size_t count) { write_all(1, bytes, count); }

void hub_complain(const char *const *texts) {
    for (; *texts; texts++) write_all(2, (const uint8_t *)*texts, strlen(*texts));
    write_all(2, (const uint8_t *)"\n", 1);
}

void hub_finish(int status) { __wasi_proc_exit((__wasi_exitcode_t)status); }

void hub_sleep(uint32_t milliseconds) {
    __wasi_subscription_t wanted = {.u.tag = __WASI_EVENTTYPE_CLOCK};
    wanted.u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
    wanted.u.u.clock.timeout = (__wasi_timestamp_t)milliseconds * 1000000;
    __wasi_event_t event;
    __wasi_size_t count;
    (void)__wasi_poll_oneoff(&wanted, &event, 1, &count);
}

void hub_machine_fault(const char *name, const char *where) {
    const char *texts[] = {"hsx: fault ", name, where, NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

void hub_breakpoint(uint32_t number) {
    char digits[21], *text = digits + 20;
    *text = 0;
    do {
        *--text = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    const char *texts[] = {"hsx: breakpoint ", text, NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

// ---- Devices ------------------------------------------------------------------------------------------------------

static void hub_devices_output(void *user, const uint8_t *bytes, size_t count) {
    (void)user;
    hub_write_output(bytes, count);
}

static hub_hsx_host hub_devices = {.config.output = hub_devices_output};

/// Ends the program when there is no `part`.
static void hub_require(const void *part) {
    static const char *const texts[] = {"hubc: the program cannot go on: memory is short", NULL};
    if (part) return;
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

/// The mailboxes, made at their first use.
static hub_mailboxes *hub_devices_mailboxes(void) {
    if (!hub_devices.mailboxes) hub_require(hub_devices.mailboxes = hub_mailboxes_create());
    return hub_devices.mailboxes;
}

/// What the C library does before a program starts; it has to do with files alone. Made by the linker, which would have
/// every export call it if none did.
void __wasm_call_ctors(void);

/// The files, found at their first use; without a folder of the host's every open fails.
static hub_files *hub_devices_files(void) {
    __wasi_prestat_t folder;
    if (hub_devices.files) return hub_devices.files;
    __wasm_call_ctors();
    if (__wasi_fd_prestat_get(3, &folder) == __WASI_ERRNO_SUCCESS) hub_devices.files = hub_files_create(".");
    if (!hub_devices.files) hub_require(hub_devices.files = hub_files_create(NULL));
    return hub_devices.files;
}

struct hub_hsx_host *hub_devices_host(void) {
    hub_devices_mailboxes();
    hub_devices_files();
    return &hub_devices;
}

// ---- Exports ------------------------------------------------------------------------------------------------------

HUB_EXPORT(hub_registers) uint32_t *hub_registers(void) {
    static uint32_t registers[16];
    return registers;
}

HUB_EXPORT(hub_service_files) void hub_service_files(uint32_t number, uint32_t *regs) {
    bool known = hub_files_service(hub_devices_files(), number & 0xFF, regs, hub_the_program.memory);
    if (!known) regs[0] = HUB_NO_SUCH_SERVICE;
}

HUB_EXPORT(hub_service_mailbox) void hub_service_mailbox(uint32_t number, uint32_t *regs) {
    bool known = hub_mailboxes_service(hub_devices_mailboxes(), number & 0xFF, regs, hub_the_program.memory);
    if (!known) regs[0] = HUB_NO_SUCH_SERVICE;
}

HUB_EXPORT(hub_kept_code) void hub_kept_code(const uint8_t *code, uint32_t size) {
    hub_the_program.code = code;
    hub_the_program.code_size = size;
}

HUB_EXPORT(hub_service_kept) void hub_service_kept(uint32_t number, uint32_t *regs) { hub_kept_service(number, regs); }
