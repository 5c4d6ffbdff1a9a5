// The C ABI of the HSX runtime: the virtual machine (`hub_hsx_vm`) and the services behind SVC (`hub_hsx_host`),
// which work without the machine so that other executors of HSX programs give the same results. No global state; one
// machine or host belongs to one thread at a time.
//
// Facts that a host may rely on:
//  - Code and data are separate: code space is 0...65536 bytes and never changes while it runs; data memory is 64 KiB.
//  - Loading, and nothing else, sets registers, flags and memory to zero, SP to 0x8000 and the stack limit to 0.
//  - A pointer that a program hands to a service is not masked: from 0x10000 on it names nothing. A range that runs
//    past the end of memory is cut there by UART_WRITE, CAN TX, READ, WRITE and LISTDIR, and refused by mailbox calls.
//  - Bounds: 256 mailboxes of at most 64 KiB each, 64 open handles, 16 open files, 1024 names in a directory listing.

#ifndef HUB_HSX_H
#define HUB_HSX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How functions of the runtime are declared: nothing, or what makes them private to a program of one file.
#ifndef HUB_API
#define HUB_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum {
    HUB_HSX_MEMORY_SIZE = 0x10000,
    HUB_HSX_MAX_CODE = 0x10000,
    HUB_HSX_DATA_BASE = 0x4000,
    HUB_HSX_INITIAL_SP = 0x8000,
};

// ---- Services -----------------------------------------------------------------------------------------------------

/// What a program may reach outside itself: output, CAN, mailboxes and a sandbox folder of files.
typedef struct hub_hsx_host hub_hsx_host;

/// How a host is connected; every field may be zero.
typedef struct hub_hsx_host_config {
    /// Handed to both callbacks.
    void *user;
    /// Receives the raw bytes of each UART_WRITE (never called with no bytes).
    void (*output)(void *user, const uint8_t *bytes, size_t count);
    /// Receives each CAN frame.
    void (*can_transmit)(void *user, uint32_t identifier, const uint8_t *bytes, size_t count);
    /// The folder that holds the program's files; NULL makes every OPEN fail with -22. Read during creation only.
    const char *sandbox;
} hub_hsx_host_config;

/// What the executor must do after a service call.
typedef enum hub_hsx_outcome_kind {
    HUB_HSX_CONTINUE,
    /// The program ended by EXIT; `value` is its code.
    HUB_HSX_EXIT,
    /// The program sleeps; `value` is the time in milliseconds.
    HUB_HSX_SLEEP,
} hub_hsx_outcome_kind;

typedef struct hub_hsx_outcome {
    hub_hsx_outcome_kind kind;
    uint32_t value;
} hub_hsx_outcome;

/// Makes a host; NULL when memory is short or the sandbox folder cannot be opened. `config` may be NULL.
HUB_API hub_hsx_host *hub_hsx_host_create(const hub_hsx_host_config *config);
/// Frees a host, its mailboxes and its open files. NULL is allowed.
HUB_API void hub_hsx_host_destroy(hub_hsx_host *host);
/// Sets what GET_STEPS answers (the machine does this itself before each call).
HUB_API void hub_hsx_host_set_steps(hub_hsx_host *host, uint64_t steps);

/// Carries out `SVC module, function` on registers and 64 KiB of memory.
///
/// Modules: 0 core, 1 task and UART, 2 CAN, 4 files, 5 mailboxes, 6 sleep. Modules 7 and 8 answer ENOENT (1) in R0,
/// for want of a controller; everything unknown answers 0xFFFFFF01. Never blocks.
///
/// Files. OPEN flags: bits 0-1 give the access (0 read, 1 write, 2 both), 0x40 create, 0x200 truncate, 0x400 append;
/// any other bit is refused. Paths are relative, at most 255 bytes, made of names without `..`, `:` or a leading `/`;
/// symbolic links are never followed, and only regular files open. OPEN answers a descriptor (3...18) or -22. READ,
/// WRITE: the count or -1. CLOSE, DELETE, RENAME, MKDIR: 0 or -1. LISTDIR: the number of bytes written (sorted names,
/// each followed by a newline, whole names only) or -1. Descriptors 0...2 do not exist without a controller.
///
/// Mailboxes. Status 0 done, 1 full, 3 nothing to read; every other failure is 0xFF. OPEN makes a mailbox that is
/// missing. A capacity of 0 means 64, a greater one than 64 KiB means 64 KiB. A message costs its length + 8. R1...R4
/// are zero after a failed call as far as they would hold results. RECV into too small a buffer fails and keeps the
/// message. A tapped handle reads copies of what is sent from then on. Mode bit 0x08 turns on fan-out; a full fan-out
/// mailbox drops its oldest message unless bit 0x20 is set. The program's own task number (sender of its messages,
/// owner of its `svc:` names) is 0.
HUB_API void hub_hsx_service(
    hub_hsx_host *host, unsigned module, unsigned function, uint32_t regs[16], uint8_t *memory,
    hub_hsx_outcome *outcome);

#ifndef HUB_HSX_SERVICES_ONLY

// ---- Machine ------------------------------------------------------------------------------------------------------

typedef struct hub_hsx_vm hub_hsx_vm;

/// Why a run ended.
typedef enum hub_hsx_status {
    /// The step limit was reached; run again to go on.
    HUB_HSX_RUNNING,
    /// RET with an empty call stack; the stop value is R0. Final.
    HUB_HSX_RETURNED,
    /// The EXIT service; the stop value is its code. Final.
    HUB_HSX_EXITED,
    /// A BRK instruction; the stop value is its code; run again to go on after it.
    HUB_HSX_BRK,
    /// A breakpoint stands at pc, whose instruction has not run; run again to go on with it.
    HUB_HSX_BREAKPOINT,
    /// SLEEP_MS; the stop value is the time in milliseconds; run again to go on after it.
    HUB_HSX_SLEEPING,
    // Faults. Final.
    HUB_HSX_STACK_UNDERFLOW,
    HUB_HSX_STACK_OVERFLOW,
    HUB_HSX_MEM_FAULT,
    HUB_HSX_DIV_ZERO,
    HUB_HSX_ILLEGAL_OPCODE,
    HUB_HSX_PC_OUT_OF_RANGE,
    HUB_HSX_LDI32_OVERRUN,
} hub_hsx_status;

/// Makes a machine without code; NULL when memory is short. It borrows `host`, which must outlive it; with NULL it
/// makes its own, without output and files.
HUB_API hub_hsx_vm *hub_hsx_vm_create(hub_hsx_host *host);
/// Frees a machine. NULL is allowed.
HUB_API void hub_hsx_vm_destroy(hub_hsx_vm *vm);

/// Loads code at 0 and a data image at 0x4000 (cut at the end of memory) and resets all state, pc to `entry`;
/// breakpoints and hooks stay. False, with nothing changed, when the code is longer than 65536 bytes.
HUB_API bool hub_hsx_load(
    hub_hsx_vm *vm, const uint8_t *code, size_t code_length, const uint8_t *data, size_t data_length, uint32_t entry);
/// Loads code words from byte address `origin` (zeros below) and resets all state, pc to `origin`. False when they do
/// not fit.
HUB_API bool hub_hsx_load_words(hub_hsx_vm *vm, const uint32_t *words, size_t count, uint32_t origin);

/// Loads code at 0 and leaves everything else as it is: for calling functions of it. A host sets pc, registers, SP,
/// flags and call depth 0, and runs until HUB_HSX_RETURNED. False, with nothing changed, when the code is too long.
HUB_API bool hub_hsx_load_code(hub_hsx_vm *vm, const uint8_t *code, size_t code_length);
/// Makes the machine work on 64 KiB of the caller's, which must be there while it runs. They may lie at address 0, as
/// in WebAssembly. Loading a program clears them.
HUB_API void hub_hsx_use_memory(hub_hsx_vm *vm, uint8_t *memory);

/// Runs until the program stops or `max_steps` instructions have retired (0 = no limit). After a final stop it does
/// nothing but answer the same status, until code is loaded or pc is set.
HUB_API hub_hsx_status hub_hsx_run(hub_hsx_vm *vm, uint64_t max_steps);
/// Runs one instruction, whether or not a breakpoint stands there.
HUB_API hub_hsx_status hub_hsx_step(hub_hsx_vm *vm);

/// The status of the last run.
HUB_API hub_hsx_status hub_hsx_last_status(const hub_hsx_vm *vm);
/// The value that belongs to the last status: exit code, BRK code or milliseconds; else 0.
HUB_API uint32_t hub_hsx_stop_value(const hub_hsx_vm *vm);
HUB_API bool hub_hsx_status_is_fault(hub_hsx_status status);
/// "STACK_UNDERFLOW" and so on; for statuses that are no fault the same style ("RETURNED").
HUB_API const char *hub_hsx_status_name(hub_hsx_status status);
/// The reference's name of the task state: ready, running (also after most faults), returned, stopped, paused,
/// sleeping.
HUB_API const char *hub_hsx_task_state(const hub_hsx_vm *vm);

/// The 16 registers, readable and writable while the machine is not running.
HUB_API uint32_t *hub_hsx_registers(hub_hsx_vm *vm);
/// The 64 KiB of data memory.
HUB_API uint8_t *hub_hsx_memory(hub_hsx_vm *vm);
HUB_API uint32_t hub_hsx_pc(const hub_hsx_vm *vm);
/// Sets pc and forgets a final stop.
HUB_API void hub_hsx_set_pc(hub_hsx_vm *vm, uint32_t pc);
HUB_API uint32_t hub_hsx_sp(const hub_hsx_vm *vm);
/// Sets the stack pointer, not R15, which only mirrors it after a stack operation.
HUB_API void hub_hsx_set_sp(hub_hsx_vm *vm, uint32_t sp);
/// Bit 0 Z, 1 C, 2 N, 3 V.
HUB_API uint8_t hub_hsx_psw(const hub_hsx_vm *vm);
/// Sets the flags; bits 4...7 are dropped.
HUB_API void hub_hsx_set_psw(hub_hsx_vm *vm, uint8_t psw);
/// Number of open calls, which decides whether RET returns or ends the task.
HUB_API uint64_t hub_hsx_call_depth(const hub_hsx_vm *vm);
HUB_API void hub_hsx_set_call_depth(hub_hsx_vm *vm, uint64_t depth);
/// PUSH and CALL trap when they would move SP below this.
HUB_API uint32_t hub_hsx_stack_limit(const hub_hsx_vm *vm);
HUB_API void hub_hsx_set_stack_limit(hub_hsx_vm *vm, uint32_t limit);
/// Instructions retired since loading; trapped instructions and the final RET are not counted, an illegal opcode is.
HUB_API uint64_t hub_hsx_retired(const hub_hsx_vm *vm);
HUB_API size_t hub_hsx_code_length(const hub_hsx_vm *vm);

/// Called before each instruction that can be fetched; the getters show the state before it. It must not change the
/// machine.
typedef void (*hub_hsx_trace_hook)(void *user, hub_hsx_vm *vm, uint32_t pc, uint32_t word);
/// Sets or (NULL) removes the trace hook. While one is set, or a breakpoint, a slower loop runs.
HUB_API void hub_hsx_set_trace(hub_hsx_vm *vm, hub_hsx_trace_hook hook, void *user);
/// Sets a breakpoint; false when `pc` is outside the code space's 64 KiB.
HUB_API bool hub_hsx_set_breakpoint(hub_hsx_vm *vm, uint32_t pc);
HUB_API void hub_hsx_clear_breakpoint(hub_hsx_vm *vm, uint32_t pc);
HUB_API void hub_hsx_clear_breakpoints(hub_hsx_vm *vm);

#endif

#ifdef __cplusplus
}
#endif

#endif
