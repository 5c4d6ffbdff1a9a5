// The inside of the virtual machine: its state, and the slots that code space is decoded into.
//
// A pc may be any byte address (JMP, CALL through a register and RET allow it), so there are four rows of slots, one
// for each pc modulo 4; the next instruction is then always the next slot. Slots are decoded when first reached. One
// more slot stands for a pc beyond code space altogether, whose value is kept in `far_pc`.

#ifndef HUB_HSX_MACHINE_H
#define HUB_HSX_MACHINE_H

#include "hub_hsx.h"
#include "opcodes.h"

/// One decoded instruction. `imm` is sign-extended, or the slot number of the target in direct jumps and calls.
typedef struct hub_slot {
    uint8_t kind;
    uint8_t rd, rs1, rs2;
    uint32_t imm;
} hub_slot;

enum {
    /// Slots in a row: one for each word of code space and the one after the last.
    HUB_ROW = HUB_HSX_MAX_CODE / 4 + 1,
    HUB_FAR_SLOT = 4 * HUB_ROW,
    HUB_SLOT_COUNT = 4 * HUB_ROW + 1,
};

struct hub_hsx_vm {
    uint32_t regs[16];
    /// Z is set when the low half is zero, N when bit 63 is: any psw fits, and a result only needs a sign extension.
    int64_t zn;
    /// C as 0 or 1; V in bit 31.
    uint32_t carry, overflow;
    uint32_t sp, stack_limit;
    uint32_t pc, far_pc;
    uint64_t call_depth;
    uint64_t retired;

    hub_hsx_status status;
    uint32_t stop_value;
    bool started;
    bool owns_host;
    /// Which rows of `slots` hold anything.
    uint8_t rows_used;
    hub_hsx_host *host;
    /// `own_memory` or the caller's.
    uint8_t *memory;

    hub_hsx_trace_hook trace;
    void *trace_user;
    uint32_t breakpoint_count;
    uint32_t code_length;

    hub_slot slots[HUB_SLOT_COUNT];
    uint8_t own_memory[HUB_HSX_MEMORY_SIZE];
    uint8_t code[HUB_HSX_MAX_CODE];
    uint8_t breakpoints[HUB_HSX_MAX_CODE / 8];
};

/// The slot number of a byte address below 0x10000.
static inline uint32_t hub_slot_number(uint32_t pc) { return (pc & 3) * HUB_ROW + (pc >> 2); }

/// The slot of any pc; remembers the pc when only the far slot can stand for it.
static inline hub_slot *hub_slot_for(hub_hsx_vm *vm, uint32_t pc) {
    if (pc < HUB_HSX_MAX_CODE) return &vm->slots[hub_slot_number(pc)];
    vm->far_pc = pc;
    return &vm->slots[HUB_FAR_SLOT];
}

/// The byte address that a slot stands for.
static inline uint32_t hub_pc_of(const hub_hsx_vm *vm, const hub_slot *slot) {
    uint32_t number = (uint32_t)(slot - vm->slots);
    return number == HUB_FAR_SLOT ? vm->far_pc : number % HUB_ROW * 4 + number / HUB_ROW;
}

static inline bool hub_has_breakpoint(const hub_hsx_vm *vm, uint32_t pc) {
    return pc < HUB_HSX_MAX_CODE && (vm->breakpoints[pc >> 3] >> (pc & 7) & 1);
}

/// The code word at a byte address that lies wholly inside the code.
HUB_API uint32_t hub_code_word(const hub_hsx_vm *vm, uint32_t pc);
/// Fills a slot from code space.
HUB_API void hub_decode(hub_hsx_vm *vm, hub_slot *slot);
/// Empties all slots, after code space has changed.
HUB_API void hub_forget_decoded(hub_hsx_vm *vm);

#endif
