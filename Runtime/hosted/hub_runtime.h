// What a compiled program and the runtime know of each other, for native code and C. The back ends emit a `hub_program`
// and a `main` that hands it to `hub_main`; everything else here is called by compiled code.
//
// Exit status: the low eight bits of the entry's first result or of the EXIT service's code; 70 after a trap or fault,
// with one line on standard error; 2 when the program's arguments do not fit its entry.

#ifndef HUB_RUNTIME_H
#define HUB_RUNTIME_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
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
    /// Runs the entry; `arguments` holds the bits of each parameter. Answers the bits of the first result, else 0.
    uint64_t (*entry)(const uint64_t *arguments);
} hub_program;

/// Services from this number on run the kept machine code at the address in the low 16 bits until it returns;
/// registers go in and out, regs[15] is the stack pointer.
#define HUB_KEPT_CODE 0x80000000u

/// Runs the program and answers the exit status.
int hub_main(const hub_program *program, int argc, char **argv);

/// Carries out service `number` (module << 8 | function) on 16 registers and the program's memory. Services that do
/// not return end the process.
void hub_service(uint32_t number, uint32_t regs[16]);

/// Ends the process with status 70 and the line `hsx: fault NAME` (memory of 64 KiB) or `hubc: trap NAME`. `code` is the
/// IR's trap code in the order of the table in docs/ir.md; `where` is "file:line" or NULL.
_Noreturn void hub_trap(uint32_t code, const char *where);

/// Ends the process with status 70 and the line `hsx: breakpoint N`, as `hubc run` does for an image.
void hub_breakpoint(uint32_t number);

#ifdef __cplusplus
}
#endif

#endif
