// What a compiled program and the runtime know of each other, for native code and C. The back ends emit a `hub_program`
// and a `main` that hands it to `hub_main`; everything else here is called by compiled code.
//
// Exit status: the low eight bits of the entry's first result or of the EXIT service's code; 70 after a trap or fault,
// with one line on standard error; 2 when the program's arguments do not fit its entry.

#ifndef HUB_RUNTIME_H
#define HUB_RUNTIME_H

#include <stdint.h>

/// How functions of the runtime are declared: nothing, or what makes them private to a program of one file.
#ifndef HUB_API
#define HUB_API
#endif

#ifdef __cplusplus
#define HUB_NORETURN [[noreturn]]
extern "C" {
#else
#define HUB_NORETURN _Noreturn
#endif

/// Bytes that linear memory holds at the start.
typedef struct hub_segment {
    uint32_t address;
    uint32_t size;
    const uint8_t *bytes;
} hub_segment;

/// A program: constant data that the compiler emits.
typedef struct hub_program {
    /// The name of the program.
    const char *name;
    /// Linear memory, zero at the start; NULL when the program uses the host's own memory (memory size 0).
    uint8_t *memory;
    uint64_t memory_size;
    const hub_segment *segments;
    uint64_t segment_count;
    /// HSX machine code kept as written, for services numbered HUB_KEPT_CODE and up; NULL when there is none.
    const uint8_t *code;
    uint64_t code_size;
    /// The number of the entry's parameters, which the command line gives as integers, in decimal or after 0x.
    uint64_t parameter_count;
    /// Runs the entry on 64 bits for each parameter, which it cuts to the parameter's width. Answers the bits of the
    /// first result, else 0.
    uint64_t (*entry)(const uint64_t *arguments);
} hub_program;

/// Services from this number on run the kept machine code at the address in the low 16 bits until it returns;
/// registers go in and out, regs[15] is the stack pointer. With HUB_KEPT_PROGRAM besides, they run it as the whole
/// program, from the machine's initial state.
#define HUB_KEPT_CODE 0x80000000u
#define HUB_KEPT_PROGRAM 0x40000000u

/// Runs the program and answers the exit status. Output is complete when it returns.
HUB_API int hub_main(const hub_program *program, int argc, char **argv);

/// Copies the segments of `program` to its memory and makes it the one that services work for. hub_main does so itself,
/// and a library in C needs no start. Whoever links a native library that uses services links the runtime too, and calls
/// this once, first of all, with a program of its own that has no memory: such a library lives in the host's.
/// `parameter_count` and `entry` are not looked at.
HUB_API void hub_prepare(const hub_program *program);

/// Carries out service `number` (module << 8 | function) of a program with 64 KiB of memory, on 16 registers and that
/// memory, as the virtual machine does. Services that do not return end the process. GET_STEPS counts its calls.
HUB_API void hub_service(uint32_t number, uint32_t regs[16]);

/// The same for every other size of memory. There are TASK_EXIT, UART_WRITE, GET_STEPS and SLEEP_MS; the rest answers
/// 0xFFFFFF01 in regs[0]. Pointers are offsets in linear memory, where a range that is not wholly inside traps with
/// memory_fault, or, with memory NULL, the host's.
HUB_API void hub_service_wide(uint32_t number, uint64_t regs[16]);

/// Ends the process with status 70 and the line `hsx: fault NAME` (memory of 64 KiB) or `hubc: trap NAME`, then
/// ` at WHERE`. `code` is the IR's trap code, numbered from 0 in the order of docs/ir.md; `where` is "file:line" or
/// NULL.
HUB_API HUB_NORETURN void hub_trap(uint32_t code, const char *where);

/// Ends the process with status 70 and the line `hsx: breakpoint N`, as `hubc run` does for an image.
HUB_API void hub_breakpoint(uint32_t number);

#ifdef __cplusplus
}
#endif

#endif
