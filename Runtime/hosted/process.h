// The inside of the hosted runtime: what its files share about the process that they run in.
//
// Three parts are left out of programs that do not need them: HUB_USES_DEVICES brings files and mailboxes,
// HUB_USES_KEPT_CODE the virtual machine, which needs the devices, HUB_USES_OBJECTS dynamic values (Runtime/core).
// HUB_USES_SESSION is for hubc repl alone, HUB_USES_TRACES for native programs that say what methods they were in.
// HUB_LIBRARY is for C that has no entry: the file then defines `hub_this_program`, which nobody has to start.

#ifndef HUB_PROCESS_H
#define HUB_PROCESS_H

// Signals on a stack of their own are an extension of POSIX, memory without a file one of the system.
#if !defined(_XOPEN_SOURCE) && !defined(__APPLE__)
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#endif

#include <stddef.h>

#include "hub_runtime.h"

enum {
    /// Exit status after wrong arguments, and after a trap or fault.
    HUB_STATUS_USAGE = 2,
    HUB_STATUS_FAULT = 70,
    /// Memory of this size is an HSX machine's.
    HUB_MACHINE_MEMORY = 0x10000,
    /// Trap codes that the runtime itself gives.
    HUB_TRAP_MEMORY_FAULT = 2,
    HUB_TRAP_STACK_OVERFLOW = 3,
};

/// R0 after a service that does not exist.
#define HUB_NO_SUCH_SERVICE 0xFFFFFF01u

/// The program that services work for.
HUB_API const hub_program *hub_current_program(void);

/// Appends to what standard output gets at the next flush, or earlier when the buffer is full.
HUB_API void hub_write_output(const uint8_t *bytes, size_t count);
HUB_API void hub_flush_output(void);
/// Writes all bytes to a descriptor at once; what goes wrong is lost.
HUB_API void hub_write_all(int descriptor, const uint8_t *bytes, size_t count);

/// Writes a number in decimal to the end of `text` and answers where it starts.
HUB_API const char *hub_decimal(uint64_t number, char text[21]);
/// Flushes output, then writes the texts up to NULL and a newline to standard error. Safe in a signal handler.
HUB_API void hub_complain(const char *const *texts);
/// Flushes output and ends the process.
HUB_API HUB_NORETURN void hub_finish(int status);
/// Flushes output and waits.
HUB_API void hub_sleep(uint32_t milliseconds);

/// Makes the traps of the processor (an access outside of memory, the end of the stack) traps of the program. Called
/// near the bottom of the stack.
HUB_API void hub_catch_faults(void);
/// Ends the process with the line for a fault of the machine, by its name.
HUB_API HUB_NORETURN void hub_machine_fault(const char *name, const char *where);

#ifdef HUB_USES_OBJECTS
/// Tells which addresses are the stack of the thread that calls, `room` bytes below `base`, and gives its signal
/// handlers a stack of their own.
HUB_API void hub_watch_stack(uintptr_t base, uintptr_t room);
/// Gives them back the stack that they had before.
HUB_API void hub_leave_stack(void);
/// Runs the entry with the heap and the stack of dynamic values, and answers what it answers.
HUB_API uint64_t hub_run_entry(uint64_t (*entry)(const uint64_t *arguments), const uint64_t *arguments);
#endif

#ifndef HUB_USES_KEPT_CODE
#define HUB_HSX_SERVICES_ONLY
#elif !defined(HUB_USES_DEVICES)
#define HUB_USES_DEVICES
#endif

#ifdef HUB_USES_DEVICES
/// Connects files and mailboxes; ends the process when that is impossible.
HUB_API void hub_devices_start(void);
/// The services of the virtual machine, started.
HUB_API struct hub_hsx_host *hub_devices_host(void);
/// Carries out a service of the modules 4 (files) and 5 (mailboxes).
HUB_API void hub_devices_service(uint32_t number, uint32_t regs[16]);
#endif

#ifdef HUB_USES_SESSION
/// The length of the next text of a session, then byte for byte the text.
HUB_API uint32_t hub_session_next(void);
#endif

#ifdef HUB_USES_TRACES
/// Prints the methods and blocks that the program is in. Safe in a signal handler.
HUB_API void hub_print_trace(void);
#endif

#ifdef HUB_USES_KEPT_CODE
/// Carries out a service numbered HUB_KEPT_CODE and up.
HUB_API void hub_kept_service(uint32_t number, uint32_t regs[16]);
#endif

#endif
