// The end of a program that cannot go on: traps, breakpoints, and the processor's own faults, which arrive as signals
// on a stack of their own.

#include "process.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/// The IR's trap codes, in their order: the name, and the fault that the machine stops with in its place.
static const struct {
    const char *name, *fault;
} hub_traps[] = {
    {"unreachable", "ILLEGAL_OPCODE"},
    {"divide_by_zero", "DIV_ZERO"},
    {"memory_fault", "MEM_FAULT"},
    {"stack_overflow", "STACK_OVERFLOW"},
    {"stack_underflow", "STACK_UNDERFLOW"},
    {"illegal_instruction", "ILLEGAL_OPCODE"},
    {"pc_out_of_range", "PC_OUT_OF_RANGE"},
    {"bad_cast", "ILLEGAL_OPCODE"},
    {"index_out_of_range", "ILLEGAL_OPCODE"},
    {"user", "ILLEGAL_OPCODE"},
};

enum {
    HUB_TRAP_COUNT = sizeof hub_traps / sizeof hub_traps[0],
    /// What the signal handlers need.
    HUB_SIGNAL_STACK = 1 << 16,
};

/// How deep a program may call, in bytes of the host's stack.
#define HUB_STACK_SIZE ((uintptr_t)64 << 20)
/// How far beyond the end of the stack an access still counts as one to the stack.
#define HUB_STACK_SLACK ((uintptr_t)16 << 20)

/// The address of a local variable near the bottom of the stack, and the room below it.
static uintptr_t hub_stack_base, hub_stack_room;

void hub_finish(int status) {
    hub_flush_output();
    exit(status);
}

static void hub_report_trap(uint32_t code, const char *where) {
    const hub_program *program = hub_current_program();
    int machine = program && program->memory_size == HUB_MACHINE_MEMORY;
    const char *name = code >= HUB_TRAP_COUNT ? "unknown" : machine ? hub_traps[code].fault : hub_traps[code].name;
    const char *texts[] = {machine ? "hsx: fault " : "hubc: trap ", name, where ? " at " : NULL, where, NULL};
    hub_complain(texts);
#ifdef HUB_USES_TRACES
    hub_print_trace();
#endif
}

void hub_trap(uint32_t code, const char *where) {
    hub_report_trap(code, where);
    hub_finish(HUB_STATUS_FAULT);
}

void hub_machine_fault(const char *name, const char *where) {
    const char *texts[] = {"hsx: fault ", name, where ? " at " : NULL, where, NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

void hub_breakpoint(uint32_t number) {
    char digits[21];
    const char *texts[] = {"hsx: breakpoint ", hub_decimal(number, digits), NULL};
    hub_complain(texts);
    hub_finish(HUB_STATUS_FAULT);
}

/// Requires: the program was interrupted in compiled code, so the state of the runtime is whole.
static void hub_handle_fault(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    uintptr_t address = (uintptr_t)info->si_addr;
    int on_stack = address < hub_stack_base && hub_stack_base - address <= hub_stack_room + HUB_STACK_SLACK;
    hub_report_trap(on_stack ? HUB_TRAP_STACK_OVERFLOW : HUB_TRAP_MEMORY_FAULT, NULL);
    _exit(HUB_STATUS_FAULT);
}

#ifdef HUB_USES_OBJECTS
static stack_t hub_earlier_stack;

void hub_watch_stack(uintptr_t base, uintptr_t room) {
    static uint8_t signal_stack[HUB_SIGNAL_STACK];
    stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
    sigaltstack(&stack, &hub_earlier_stack);
    hub_stack_base = base;
    hub_stack_room = room;
}

void hub_leave_stack(void) { sigaltstack(&hub_earlier_stack, NULL); }
#endif

void hub_catch_faults(void) {
    static uint8_t signal_stack[HUB_SIGNAL_STACK];
    struct rlimit limit;
    hub_stack_base = (uintptr_t)&limit;
    if (getrlimit(RLIMIT_STACK, &limit) == 0) {
        // The main stack grows as far as the limit of the moment allows.
        if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < HUB_STACK_SIZE) {
            rlim_t old = limit.rlim_cur;
            limit.rlim_cur = limit.rlim_max < HUB_STACK_SIZE ? limit.rlim_max : HUB_STACK_SIZE;
            if (setrlimit(RLIMIT_STACK, &limit) != 0) limit.rlim_cur = old;
        }
        hub_stack_room = limit.rlim_cur < hub_stack_base ? (uintptr_t)limit.rlim_cur : hub_stack_base;
    }
    stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
    struct sigaction action = {.sa_sigaction = hub_handle_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    if (sigaltstack(&stack, NULL) != 0) return;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}
