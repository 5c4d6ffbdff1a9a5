// Machine code kept as written: the virtual machine runs it on the program's own memory.

#include "process.h"

#include <string.h>

#include "hub_hsx.h"

/// The machine, made at the first call.
static hub_hsx_vm *hub_kept_machine(void) {
    static hub_hsx_vm *machine;
    if (machine) return machine;
    const hub_program *program = hub_current_program();
    machine = hub_hsx_vm_create(hub_devices_host());
    if (!machine || !hub_hsx_load_code(machine, program->code, (size_t)program->code_size)) {
        static const char *const texts[] = {"hubc: the program cannot go on: memory is short", NULL};
        hub_complain(texts);
        hub_finish(HUB_STATUS_FAULT);
    }
    hub_hsx_use_memory(machine, program->memory);
    return machine;
}

/// Puts the machine where the code at `number` is called, or where the whole program starts.
static void hub_kept_enter(hub_hsx_vm *machine, uint32_t number, const uint32_t regs[16]) {
    int whole = (number & HUB_KEPT_PROGRAM) != 0;
    hub_hsx_set_pc(machine, number & 0xFFFF);
    hub_hsx_set_sp(machine, whole ? (uint32_t)HUB_HSX_INITIAL_SP : regs[15]);
    hub_hsx_set_psw(machine, 0);
    hub_hsx_set_call_depth(machine, 0);
    memcpy(hub_hsx_registers(machine), regs, 16 * sizeof *regs);
}

void hub_kept_service(uint32_t number, uint32_t regs[16]) {
    hub_hsx_vm *machine = hub_kept_machine();
    hub_kept_enter(machine, number, regs);
    hub_hsx_status status = hub_hsx_run(machine, 0);
    while (status == HUB_HSX_SLEEPING || status == HUB_HSX_RUNNING) {
        if (status == HUB_HSX_SLEEPING) hub_sleep(hub_hsx_stop_value(machine));
        status = hub_hsx_run(machine, 0);
    }
    if (status == HUB_HSX_EXITED) hub_finish((int)(hub_hsx_stop_value(machine) & 0xFF));
    if (status == HUB_HSX_BRK) hub_breakpoint(hub_hsx_stop_value(machine));
    if (hub_hsx_status_is_fault(status)) hub_machine_fault(hub_hsx_status_name(status), NULL);
    memcpy(regs, hub_hsx_registers(machine), 16 * sizeof *regs);
}
