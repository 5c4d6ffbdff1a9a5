// The opcode table of the machine: the one list from which the decoder, the dispatch tables and the slot kinds are
// made.

#ifndef HUB_HSX_OPCODES_H
#define HUB_HSX_OPCODES_H

/// X(code, NAME) for each opcode that exists in code space.
#define HUB_HSX_OPCODES(X) \
    X(0x01, LDI) X(0x02, LD) X(0x03, ST) X(0x04, MOV) X(0x06, LDB) X(0x07, LDH) X(0x08, STB) X(0x09, STH) \
    X(0x10, ADD) X(0x11, SUB) X(0x12, MUL) X(0x13, DIV) X(0x14, AND) X(0x15, OR) X(0x16, XOR) X(0x17, NOT) \
    X(0x20, CMP) X(0x21, JMP) X(0x22, JZ) X(0x23, JNZ) X(0x24, CALL) X(0x25, RET) \
    X(0x30, SVC) X(0x31, LSL) X(0x32, LSR) X(0x33, ASR) X(0x34, ADC) X(0x35, SBC) X(0x40, PUSH) X(0x41, POP) \
    X(0x50, FADD) X(0x51, FSUB) X(0x52, FMUL) X(0x53, FDIV) X(0x54, I2F) X(0x55, F2I) X(0x60, LDI32) X(0x7F, BRK)

/// X(unused, NAME) for what a slot can hold besides: UNDECODED comes first because fresh slots are zero.
#define HUB_HSX_PSEUDO_OPCODES(X) \
    X(0, UNDECODED) X(0, CALL_REGISTER) X(0, LDI32_OVERRUN) X(0, ILLEGAL) X(0, OUT_OF_RANGE)

#define HUB_HSX_SLOT_KIND(code, name) HUB_SLOT_##name,
enum hub_slot_kind { HUB_HSX_PSEUDO_OPCODES(HUB_HSX_SLOT_KIND) HUB_HSX_OPCODES(HUB_HSX_SLOT_KIND) };
#undef HUB_HSX_SLOT_KIND

#endif
