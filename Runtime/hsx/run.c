// Executes code. Two loops are made from the same opcode bodies (loop.h): the fast one, which checks the step limit
// only where control transfers, and the careful one, which looks at limit, breakpoints and trace hook before each
// instruction. A run with a limit starts in the fast loop and ends in the careful one, so that it stops exactly.

#include <limits.h>

#include "bytes.h"
#include "f16.h"
#include "machine.h"

enum {
    /// No path between two control transfers is longer than this.
    HUB_STRAIGHT_LINE_MAX = HUB_ROW + 1,
    /// What the fast loop answers when it comes near its limit; not a public status.
    HUB_NEAR_LIMIT = INT_MAX,
};

#define HUB_LOOP_NAME hub_run_fast
#define HUB_LOOP_CAREFUL 0
#include "loop.h"
#undef HUB_LOOP_NAME
#undef HUB_LOOP_CAREFUL

#define HUB_LOOP_NAME hub_run_careful
#define HUB_LOOP_CAREFUL 1
#include "loop.h"
#undef HUB_LOOP_NAME
#undef HUB_LOOP_CAREFUL

static bool hub_is_final(hub_hsx_status status) {
    return status == HUB_HSX_RETURNED || status == HUB_HSX_EXITED || hub_hsx_status_is_fault(status);
}

/// Runs to the absolute step count `limit`; `pass` lets the first instruction run although a breakpoint stands there.
static hub_hsx_status hub_run_to(hub_hsx_vm *vm, uint64_t limit, bool pass) {
    int status = HUB_NEAR_LIMIT;
    vm->started = true;
    vm->stop_value = 0;
    if (!vm->trace && vm->breakpoint_count == 0 && limit - vm->retired > HUB_STRAIGHT_LINE_MAX) {
        status = hub_run_fast(vm, limit - HUB_STRAIGHT_LINE_MAX, false);
    }
    if (status == HUB_NEAR_LIMIT) status = hub_run_careful(vm, limit, pass);
    vm->status = (hub_hsx_status)status;
    return vm->status;
}

hub_hsx_status hub_hsx_run(hub_hsx_vm *vm, uint64_t max_steps) {
    // The loops count in slots times eight, so the greatest limit leaves room for that; no run lasts so long.
    const uint64_t never = UINT64_C(1) << 60;
    if (hub_is_final(vm->status)) return vm->status;
    uint64_t limit = max_steps == 0 || max_steps > never - vm->retired ? never : vm->retired + max_steps;
    return hub_run_to(vm, limit, vm->status == HUB_HSX_BREAKPOINT);
}

hub_hsx_status hub_hsx_step(hub_hsx_vm *vm) {
    if (hub_is_final(vm->status)) return vm->status;
    return hub_run_to(vm, vm->retired + 1, true);
}
