// The virtual machine as its host sees it: making, loading, reading and setting state, breakpoints and names. run.c
// executes.

#include <stdlib.h>
#include <string.h>

#include "machine.h"

hub_hsx_vm *hub_hsx_vm_create(hub_hsx_host *host) {
    hub_hsx_vm *vm = calloc(1, sizeof *vm);
    if (!vm) return NULL;
    vm->host = host;
    if (!host) {
        vm->host = hub_hsx_host_create(NULL);
        vm->owns_host = true;
        if (!vm->host) {
            free(vm);
            return NULL;
        }
    }
    vm->memory = vm->own_memory;
    vm->slots[HUB_FAR_SLOT].kind = HUB_SLOT_OUT_OF_RANGE;
    vm->sp = HUB_HSX_INITIAL_SP;
    vm->zn = 1;
    return vm;
}

void hub_hsx_vm_destroy(hub_hsx_vm *vm) {
    if (!vm) return;
    if (vm->owns_host) hub_hsx_host_destroy(vm->host);
    free(vm);
}

/// Puts all state that a program can see back to its start. Requires: code space already holds the new code.
static void hub_reset(hub_hsx_vm *vm, uint32_t pc) {
    hub_forget_decoded(vm);
    memset(vm->regs, 0, sizeof vm->regs);
    memset(vm->memory, 0, HUB_HSX_MEMORY_SIZE);
    hub_hsx_set_psw(vm, 0);
    vm->sp = HUB_HSX_INITIAL_SP;
    vm->stack_limit = 0;
    vm->pc = pc;
    vm->call_depth = 0;
    vm->retired = 0;
    vm->status = HUB_HSX_RUNNING;
    vm->stop_value = 0;
    vm->started = false;
}

bool hub_hsx_load_code(hub_hsx_vm *vm, const uint8_t *code, size_t code_length) {
    if (code_length > HUB_HSX_MAX_CODE) return false;
    if (code_length > 0) memcpy(vm->code, code, code_length);
    vm->code_length = (uint32_t)code_length;
    hub_forget_decoded(vm);
    return true;
}

void hub_hsx_use_memory(hub_hsx_vm *vm, uint8_t *memory) { vm->memory = memory; }

bool hub_hsx_load(
    hub_hsx_vm *vm, const uint8_t *code, size_t code_length, const uint8_t *data, size_t data_length, uint32_t entry) {
    if (!hub_hsx_load_code(vm, code, code_length)) return false;
    hub_reset(vm, entry);
    size_t room = HUB_HSX_MEMORY_SIZE - HUB_HSX_DATA_BASE;
    if (data_length > 0) memcpy(vm->memory + HUB_HSX_DATA_BASE, data, data_length < room ? data_length : room);
    return true;
}

bool hub_hsx_load_words(hub_hsx_vm *vm, const uint32_t *words, size_t count, uint32_t origin) {
    if (origin > HUB_HSX_MAX_CODE || count > (HUB_HSX_MAX_CODE - origin) / 4) return false;
    memset(vm->code, 0, origin);
    for (size_t index = 0; index < count; index++) {
        uint8_t *p = vm->code + origin + 4 * index;
        for (int byte = 0; byte < 4; byte++) p[byte] = (uint8_t)(words[index] >> (24 - 8 * byte));
    }
    vm->code_length = origin + 4 * (uint32_t)count;
    hub_reset(vm, origin);
    return true;
}

hub_hsx_status hub_hsx_last_status(const hub_hsx_vm *vm) { return vm->status; }
uint32_t hub_hsx_stop_value(const hub_hsx_vm *vm) { return vm->stop_value; }
bool hub_hsx_status_is_fault(hub_hsx_status status) { return status >= HUB_HSX_STACK_UNDERFLOW; }

const char *hub_hsx_status_name(hub_hsx_status status) {
    switch (status) {
        case HUB_HSX_RUNNING: return "RUNNING";
        case HUB_HSX_RETURNED: return "RETURNED";
        case HUB_HSX_EXITED: return "EXITED";
        case HUB_HSX_BRK: return "BRK";
        case HUB_HSX_BREAKPOINT: return "BREAKPOINT";
        case HUB_HSX_SLEEPING: return "SLEEPING";
        case HUB_HSX_STACK_UNDERFLOW: return "STACK_UNDERFLOW";
        case HUB_HSX_STACK_OVERFLOW: return "STACK_OVERFLOW";
        case HUB_HSX_MEM_FAULT: return "MEM_FAULT";
        case HUB_HSX_DIV_ZERO: return "DIV_ZERO";
        case HUB_HSX_ILLEGAL_OPCODE: return "ILLEGAL_OPCODE";
        case HUB_HSX_PC_OUT_OF_RANGE: return "PC_OUT_OF_RANGE";
        case HUB_HSX_LDI32_OVERRUN: return "LDI32_OVERRUN";
    }
    return "UNKNOWN";
}

const char *hub_hsx_task_state(const hub_hsx_vm *vm) {
    if (!vm->started) return "ready";
    switch (vm->status) {
        case HUB_HSX_RUNNING: return "running";
        case HUB_HSX_RETURNED: return "returned";
        case HUB_HSX_EXITED: return "stopped";
        case HUB_HSX_BRK: return "paused";
        case HUB_HSX_BREAKPOINT: return "paused";
        case HUB_HSX_SLEEPING: return "sleeping";
        // The reference stops stepping after these and leaves the task's state alone.
        case HUB_HSX_STACK_UNDERFLOW:
        case HUB_HSX_STACK_OVERFLOW:
        case HUB_HSX_MEM_FAULT:
        case HUB_HSX_DIV_ZERO:
        case HUB_HSX_LDI32_OVERRUN: return "running";
        case HUB_HSX_ILLEGAL_OPCODE: return "stopped";
        case HUB_HSX_PC_OUT_OF_RANGE: return "paused";
    }
    return "unknown";
}

uint32_t *hub_hsx_registers(hub_hsx_vm *vm) { return vm->regs; }
uint8_t *hub_hsx_memory(hub_hsx_vm *vm) { return vm->memory; }
uint32_t hub_hsx_pc(const hub_hsx_vm *vm) { return vm->pc; }

void hub_hsx_set_pc(hub_hsx_vm *vm, uint32_t pc) {
    vm->pc = pc;
    vm->status = HUB_HSX_RUNNING;
    vm->stop_value = 0;
}

uint32_t hub_hsx_sp(const hub_hsx_vm *vm) { return vm->sp; }
void hub_hsx_set_sp(hub_hsx_vm *vm, uint32_t sp) { vm->sp = sp; }

uint8_t hub_hsx_psw(const hub_hsx_vm *vm) {
    uint32_t z = (uint32_t)vm->zn == 0, n = vm->zn < 0;
    return (uint8_t)(z | vm->carry << 1 | n << 2 | vm->overflow >> 31 << 3);
}

void hub_hsx_set_psw(hub_hsx_vm *vm, uint8_t psw) {
    vm->zn = (psw & 1 ? 0 : 1) | (psw & 4 ? INT64_MIN : 0);
    vm->carry = psw >> 1 & 1;
    vm->overflow = (uint32_t)(psw >> 3 & 1) << 31;
}

uint64_t hub_hsx_call_depth(const hub_hsx_vm *vm) { return vm->call_depth; }
void hub_hsx_set_call_depth(hub_hsx_vm *vm, uint64_t depth) { vm->call_depth = depth; }
uint32_t hub_hsx_stack_limit(const hub_hsx_vm *vm) { return vm->stack_limit; }
void hub_hsx_set_stack_limit(hub_hsx_vm *vm, uint32_t limit) { vm->stack_limit = limit; }
uint64_t hub_hsx_retired(const hub_hsx_vm *vm) { return vm->retired; }
size_t hub_hsx_code_length(const hub_hsx_vm *vm) { return vm->code_length; }

void hub_hsx_set_trace(hub_hsx_vm *vm, hub_hsx_trace_hook hook, void *user) {
    vm->trace = hook;
    vm->trace_user = user;
}

bool hub_hsx_set_breakpoint(hub_hsx_vm *vm, uint32_t pc) {
    if (pc >= HUB_HSX_MAX_CODE) return false;
    if (!hub_has_breakpoint(vm, pc)) vm->breakpoint_count++;
    vm->breakpoints[pc >> 3] |= (uint8_t)(1u << (pc & 7));
    return true;
}

void hub_hsx_clear_breakpoint(hub_hsx_vm *vm, uint32_t pc) {
    if (!hub_has_breakpoint(vm, pc)) return;
    vm->breakpoint_count--;
    vm->breakpoints[pc >> 3] &= (uint8_t)~(1u << (pc & 7));
}

void hub_hsx_clear_breakpoints(hub_hsx_vm *vm) {
    memset(vm->breakpoints, 0, sizeof vm->breakpoints);
    vm->breakpoint_count = 0;
}
