// The files of the runtime as bytes: an array for each, and one table. Whoever adds a file adds both.

#include "RuntimeBundle.h"

static const uint8_t core_collect_c[] = {
#embed "../core/collect.c"
};
static const uint8_t core_core_bc[] = {
#embed "../core/core.bc"
};
static const uint8_t core_heap_c[] = {
#embed "../core/heap.c"
};
static const uint8_t core_heap_h[] = {
#embed "../core/heap.h"
};
static const uint8_t core_hub_core_h[] = {
#embed "../core/hub_core.h"
};
static const uint8_t core_mark_c[] = {
#embed "../core/mark.c"
};
static const uint8_t core_start_c[] = {
#embed "../core/start.c"
};
static const uint8_t hosted_devices_c[] = {
#embed "../hosted/devices.c"
};
static const uint8_t hosted_faults_c[] = {
#embed "../hosted/faults.c"
};
static const uint8_t hosted_hub_c_h[] = {
#embed "../hosted/hub_c.h"
};
static const uint8_t hosted_hub_runtime_h[] = {
#embed "../hosted/hub_runtime.h"
};
static const uint8_t hosted_kept_c[] = {
#embed "../hosted/kept.c"
};
static const uint8_t hosted_output_c[] = {
#embed "../hosted/output.c"
};
static const uint8_t hosted_process_h[] = {
#embed "../hosted/process.h"
};
static const uint8_t hosted_program_c[] = {
#embed "../hosted/program.c"
};
static const uint8_t hosted_services_c[] = {
#embed "../hosted/services.c"
};
static const uint8_t hosted_session_c[] = {
#embed "../hosted/session.c"
};
static const uint8_t hosted_trace_c[] = {
#embed "../hosted/trace.c"
};
static const uint8_t hsx_bytes_h[] = {
#embed "../hsx/bytes.h"
};
static const uint8_t hsx_decode_c[] = {
#embed "../hsx/decode.c"
};
static const uint8_t hsx_f16_h[] = {
#embed "../hsx/f16.h"
};
static const uint8_t hsx_files_c[] = {
#embed "../hsx/files.c"
};
static const uint8_t hsx_host_h[] = {
#embed "../hsx/host.h"
};
static const uint8_t hsx_include_hub_hsx_h[] = {
#embed "../hsx/include/hub_hsx.h"
};
static const uint8_t hsx_loop_h[] = {
#embed "../hsx/loop.h"
};
static const uint8_t hsx_machine_h[] = {
#embed "../hsx/machine.h"
};
static const uint8_t hsx_mailbox_c[] = {
#embed "../hsx/mailbox.c"
};
static const uint8_t hsx_opcodes_h[] = {
#embed "../hsx/opcodes.h"
};
static const uint8_t hsx_queue_c[] = {
#embed "../hsx/queue.c"
};
static const uint8_t hsx_queue_h[] = {
#embed "../hsx/queue.h"
};
static const uint8_t hsx_run_c[] = {
#embed "../hsx/run.c"
};
static const uint8_t hsx_services_c[] = {
#embed "../hsx/services.c"
};
static const uint8_t hsx_vm_c[] = {
#embed "../hsx/vm.c"
};
static const uint8_t wasm_hsx_wasm[] = {
#embed "../wasm/hsx.wasm"
};
static const uint8_t wasm_loader_mjs[] = {
#embed "../wasm/loader.mjs"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}

static const hub_bundled_file files[] = {
    FILE("core/collect.c", core_collect_c),
    FILE("core/core.bc", core_core_bc),
    FILE("core/heap.c", core_heap_c),
    FILE("core/heap.h", core_heap_h),
    FILE("core/hub_core.h", core_hub_core_h),
    FILE("core/mark.c", core_mark_c),
    FILE("core/start.c", core_start_c),
    FILE("hosted/devices.c", hosted_devices_c),
    FILE("hosted/faults.c", hosted_faults_c),
    FILE("hosted/hub_c.h", hosted_hub_c_h),
    FILE("hosted/hub_runtime.h", hosted_hub_runtime_h),
    FILE("hosted/kept.c", hosted_kept_c),
    FILE("hosted/output.c", hosted_output_c),
    FILE("hosted/process.h", hosted_process_h),
    FILE("hosted/program.c", hosted_program_c),
    FILE("hosted/services.c", hosted_services_c),
    FILE("hosted/session.c", hosted_session_c),
    FILE("hosted/trace.c", hosted_trace_c),
    FILE("hsx/bytes.h", hsx_bytes_h),
    FILE("hsx/decode.c", hsx_decode_c),
    FILE("hsx/f16.h", hsx_f16_h),
    FILE("hsx/files.c", hsx_files_c),
    FILE("hsx/host.h", hsx_host_h),
    FILE("hsx/include/hub_hsx.h", hsx_include_hub_hsx_h),
    FILE("hsx/loop.h", hsx_loop_h),
    FILE("hsx/machine.h", hsx_machine_h),
    FILE("hsx/mailbox.c", hsx_mailbox_c),
    FILE("hsx/opcodes.h", hsx_opcodes_h),
    FILE("hsx/queue.c", hsx_queue_c),
    FILE("hsx/queue.h", hsx_queue_h),
    FILE("hsx/run.c", hsx_run_c),
    FILE("hsx/services.c", hsx_services_c),
    FILE("hsx/vm.c", hsx_vm_c),
    FILE("wasm/hsx.wasm", wasm_hsx_wasm),
    FILE("wasm/loader.mjs", wasm_loader_mjs),
};

const hub_bundled_file *hub_bundled_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
