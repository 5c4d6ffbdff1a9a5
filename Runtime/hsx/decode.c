// Decodes code space into slots. Works word by word when a slot is first reached, so that loading costs nothing and a
// pc that is not a multiple of four needs no case of its own.

#include <string.h>

#include "machine.h"

uint32_t hub_code_word(const hub_hsx_vm *vm, uint32_t pc) {
    const uint8_t *p = vm->code + pc;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static uint8_t hub_kind_of(uint32_t opcode) {
    switch (opcode) {
#define HUB_CASE(code, name) case code: return HUB_SLOT_##name;
        HUB_HSX_OPCODES(HUB_CASE)
#undef HUB_CASE
        default: return HUB_SLOT_ILLEGAL;
    }
}

void hub_decode(hub_hsx_vm *vm, hub_slot *slot) {
    uint32_t pc = hub_pc_of(vm, slot);
    uint32_t number = (uint32_t)(slot - vm->slots);
    if (number != HUB_FAR_SLOT) vm->rows_used |= (uint8_t)(1u << number / HUB_ROW);
    if (pc >= vm->code_length || vm->code_length - pc < 4) {
        slot->kind = HUB_SLOT_OUT_OF_RANGE;
        return;
    }
    uint32_t word = hub_code_word(vm, pc);
    uint32_t field = word & 0xFFF;
    uint32_t extended = field ^ 0x800;
    extended -= 0x800;
    slot->kind = hub_kind_of(word >> 24);
    slot->rd = word >> 20 & 15;
    slot->rs1 = word >> 16 & 15;
    slot->rs2 = word >> 12 & 15;
    slot->imm = extended;
    switch (slot->kind) {
        case HUB_SLOT_JMP:
        case HUB_SLOT_JZ:
        case HUB_SLOT_JNZ: slot->imm = hub_slot_number(field); break;
        case HUB_SLOT_CALL:
            // CALL has no use for rd and rs2; they keep its own address, from which the return address is made.
            slot->rd = (uint8_t)(pc >> 8);
            slot->rs2 = (uint8_t)pc;
            if (slot->rs1 != 0) {
                slot->kind = HUB_SLOT_CALL_REGISTER;
                slot->imm = extended << 2;
            } else {
                slot->imm = hub_slot_number((pc + (extended << 2)) & 0xFFFF);
            }
            break;
        case HUB_SLOT_SVC:
        case HUB_SLOT_BRK: slot->imm = field; break;
        case HUB_SLOT_LDI32:
            if (vm->code_length - pc < 8) {
                slot->kind = HUB_SLOT_LDI32_OVERRUN;
            } else {
                slot->imm = hub_code_word(vm, pc + 4);
            }
            break;
        default: break;
    }
}

void hub_forget_decoded(hub_hsx_vm *vm) {
    for (int row = 0; row < 4; row++) {
        if (vm->rows_used >> row & 1) memset(vm->slots + row * HUB_ROW, 0, HUB_ROW * sizeof(hub_slot));
    }
    vm->rows_used = 0;
    vm->slots[HUB_FAR_SLOT].kind = HUB_SLOT_OUT_OF_RANGE;
}
