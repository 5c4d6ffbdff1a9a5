// The bodies of all opcodes, as one function named HUB_LOOP_NAME. run.c includes this file once for each loop.
//
// Retired instructions are not counted one by one. `balance` plus the position of `ip` is eight times their number: a
// straight step moves ip by one slot (eight bytes), a transfer puts the jump's distance into the balance, LDI32
// corrects for its second word. A trap leaves ip at its instruction, which is then not counted.
//
// Uses computed goto where the compiler has it, else a switch; the bodies are the same.

#if defined(__GNUC__) && !defined(HUB_HSX_SWITCH)
#define BODY(name) op_##name:
#define DISPATCH() goto *labels[ip->kind]
#else
#define BODY(name) case HUB_SLOT_##name:
#define DISPATCH() goto dispatch
#endif

#define POSITION(slot) ((int64_t)(intptr_t)(slot))
#define RETIRED() ((uint64_t)(balance + POSITION(ip)) / sizeof(hub_slot))

#if HUB_LOOP_CAREFUL
#define RESUME() goto before
#define CHECK_LIMIT()
#else
#define RESUME() DISPATCH()
#define CHECK_LIMIT() \
    if (balance + POSITION(ip) >= fast_limit) STOP(HUB_NEAR_LIMIT, 0)
#endif

/// Goes on with the next slot.
#define NEXT() \
    do { \
        ip++; \
        RESUME(); \
    } while (0)

/// Counts the instruction at ip and goes on at `target`.
#define TRANSFER(target) \
    do { \
        const hub_slot *to = (target); \
        balance += POSITION(ip + 1) - POSITION(to); \
        ip = to; \
        CHECK_LIMIT(); \
        RESUME(); \
    } while (0)

/// Ends the run with ip where it stands.
#define STOP(reason, value) \
    do { \
        status = (reason); \
        vm->stop_value = (value); \
        goto stop; \
    } while (0)

/// Ends the run with a fault that leaves its code in R0.
#define TRAP(reason, code) \
    do { \
        regs[0] = (code); \
        STOP(reason, 0); \
    } while (0)

#define MEM_TRAP() TRAP(HUB_HSX_MEM_FAULT, 0xFFFFFF04u)

#define RD regs[ip->rd]
#define RS1 regs[ip->rs1]
#define RS2 regs[ip->rs2]
#define ADDRESS() ((RS1 + ip->imm) & 0xFFFF)
#define SET_ZN(result) (zn = (int64_t)(int32_t)(result))
#define SET_HALF(half) (RD = (RD & 0xFFFF0000u) | (half))

#define LOGIC(expression) \
    do { \
        uint32_t result = (expression); \
        SET_ZN(result); \
        carry = overflow = 0; \
        RD = result; \
        NEXT(); \
    } while (0)

static int HUB_LOOP_NAME(hub_hsx_vm *vm, uint64_t limit, bool pass) {
#if defined(__GNUC__) && !defined(HUB_HSX_SWITCH)
#define LABEL(code, name) [HUB_SLOT_##name] = &&op_##name,
    static const void *const labels[] = {HUB_HSX_PSEUDO_OPCODES(LABEL) HUB_HSX_OPCODES(LABEL)};
#undef LABEL
#endif
    uint32_t *const regs = vm->regs;
    uint8_t *const memory = vm->memory;
    const hub_slot *ip = hub_slot_for(vm, vm->pc);
    int64_t balance = (int64_t)(vm->retired * sizeof(hub_slot)) - POSITION(ip);
    int64_t zn = vm->zn;
    uint32_t carry = vm->carry, overflow = vm->overflow, sp = vm->sp;
    int status;

#if HUB_LOOP_CAREFUL
before:
    if (RETIRED() >= limit) STOP(HUB_HSX_RUNNING, 0);
    if (vm->trace || vm->breakpoint_count != 0) {
        uint32_t pc = hub_pc_of(vm, ip);
        if (!pass && hub_has_breakpoint(vm, pc)) STOP(HUB_HSX_BREAKPOINT, 0);
        if (vm->trace && pc < vm->code_length && vm->code_length - pc >= 4) {
            vm->pc = pc;
            vm->sp = sp;
            vm->zn = zn;
            vm->carry = carry;
            vm->overflow = overflow;
            vm->retired = RETIRED();
            vm->trace(vm->trace_user, vm, pc, hub_code_word(vm, pc));
        }
    }
    pass = false;
#else
    const int64_t fast_limit = (int64_t)(limit * sizeof(hub_slot));
    (void)pass;
#endif

#if defined(__GNUC__) && !defined(HUB_HSX_SWITCH)
    DISPATCH();
#else
dispatch:
    switch ((enum hub_slot_kind)ip->kind) {
#endif

    BODY(UNDECODED) {
        hub_decode(vm, vm->slots + (ip - vm->slots));
        DISPATCH();
    }
    BODY(OUT_OF_RANGE) { STOP(HUB_HSX_PC_OUT_OF_RANGE, 0); }
    BODY(ILLEGAL) {
        ip++;
        STOP(HUB_HSX_ILLEGAL_OPCODE, 0);
    }

    // Constants, copies, memory.
    BODY(LDI) {
        RD = ip->imm;
        NEXT();
    }
    BODY(LDI32) {
        RD = ip->imm;
        balance -= (int64_t)sizeof(hub_slot);
        ip += 2;
        RESUME();
    }
    BODY(LDI32_OVERRUN) { STOP(HUB_HSX_LDI32_OVERRUN, 0); }
    BODY(MOV) {
        RD = RS1;
        NEXT();
    }
    BODY(LD) {
        uint32_t address = ADDRESS();
        if (address > 0xFFFC) MEM_TRAP();
        RD = hub_hsx_load32(memory + address);
        NEXT();
    }
    BODY(LDH) {
        uint32_t address = ADDRESS();
        if (address > 0xFFFE) MEM_TRAP();
        RD = hub_hsx_load16(memory + address);
        NEXT();
    }
    BODY(LDB) {
        RD = memory[ADDRESS()];
        NEXT();
    }
    BODY(ST) {
        uint32_t address = ADDRESS();
        if (address > 0xFFFC) MEM_TRAP();
        hub_hsx_store32(memory + address, RS2);
        NEXT();
    }
    BODY(STH) {
        uint32_t address = ADDRESS();
        if (address > 0xFFFE) MEM_TRAP();
        hub_hsx_store16(memory + address, RS2);
        NEXT();
    }
    BODY(STB) {
        memory[ADDRESS()] = (uint8_t)RS2;
        NEXT();
    }

    // Integer arithmetic.
    BODY(ADD) {
        uint32_t a = RS1, b = RS2, result = a + b;
        SET_ZN(result);
        carry = result < a;
        overflow = (a ^ result) & (b ^ result);
        RD = result;
        NEXT();
    }
    BODY(ADC) {
        // V comes from b + carry taken as one wrapped operand; C from the unbounded sum.
        uint32_t a = RS1, b = RS2, operand = b + carry, result = a + operand;
        overflow = (a ^ result) & (operand ^ result);
        carry = (uint32_t)(((uint64_t)a + b + carry) >> 32);
        SET_ZN(result);
        RD = result;
        NEXT();
    }
    BODY(SUB) {
        uint32_t a = RS1, b = RS2, result = a - b;
        SET_ZN(result);
        carry = a >= b;
        overflow = (a ^ b) & (a ^ result);
        RD = result;
        NEXT();
    }
    BODY(CMP) {
        uint32_t a = RS1, b = RS2, result = a - b;
        SET_ZN(result);
        carry = a >= b;
        overflow = (a ^ b) & (a ^ result);
        NEXT();
    }
    BODY(SBC) {
        uint32_t a = RS1, b = RS2, borrow = 1 - carry, operand = b + borrow, result = a - operand;
        overflow = (a ^ operand) & (a ^ result);
        carry = (uint64_t)a >= (uint64_t)b + borrow;
        SET_ZN(result);
        RD = result;
        NEXT();
    }
    BODY(MUL) {
        uint64_t product = (uint64_t)RS1 * RS2;
        SET_ZN(product);
        carry = (product >> 32) != 0;
        overflow = carry << 31;
        RD = (uint32_t)product;
        NEXT();
    }
    BODY(DIV) {
        uint32_t a = RS1, b = RS2;
        if (b == 0) TRAP(HUB_HSX_DIV_ZERO, 0xFFFFFF05u);
        LOGIC(b == 0xFFFFFFFFu ? 0u - a : (uint32_t)((int32_t)a / (int32_t)b));
    }
    BODY(AND) { LOGIC(RS1 & RS2); }
    BODY(OR) { LOGIC(RS1 | RS2); }
    BODY(XOR) { LOGIC(RS1 ^ RS2); }
    BODY(NOT) { LOGIC(~RS1); }
    BODY(LSL) {
        uint32_t a = RS1, count = RS2 & 31, result = a << count;
        if (count != 0) carry = a >> (32 - count) & 1;
        SET_ZN(result);
        overflow = 0;
        RD = result;
        NEXT();
    }
    BODY(LSR) {
        uint32_t a = RS1, count = RS2 & 31, result = a >> count;
        if (count != 0) carry = a >> (count - 1) & 1;
        SET_ZN(result);
        overflow = 0;
        RD = result;
        NEXT();
    }
    BODY(ASR) {
        uint32_t a = RS1, count = RS2 & 31, result = (uint32_t)((int32_t)a >> count);
        if (count != 0) carry = a >> (count - 1) & 1;
        SET_ZN(result);
        overflow = 0;
        RD = result;
        NEXT();
    }

    // Control.
    BODY(JMP) { TRANSFER(vm->slots + ip->imm); }
    BODY(JZ) {
        if ((uint32_t)zn != 0) NEXT();
        TRANSFER(vm->slots + ip->imm);
    }
    BODY(JNZ) {
        if ((uint32_t)zn == 0) NEXT();
        TRANSFER(vm->slots + ip->imm);
    }
    BODY(CALL) {
        if ((uint64_t)sp < (uint64_t)vm->stack_limit + 4 || sp > 0x10000) TRAP(HUB_HSX_STACK_OVERFLOW, 0xFFFFFF03u);
        sp -= 4;
        hub_hsx_store32(memory + sp, ((uint32_t)ip->rd << 8 | ip->rs2) + 4);
        regs[15] = sp;
        vm->call_depth++;
        TRANSFER(vm->slots + ip->imm);
    }
    BODY(CALL_REGISTER) {
        uint32_t destination = ADDRESS();
        if ((uint64_t)sp < (uint64_t)vm->stack_limit + 4 || sp > 0x10000) TRAP(HUB_HSX_STACK_OVERFLOW, 0xFFFFFF03u);
        sp -= 4;
        hub_hsx_store32(memory + sp, ((uint32_t)ip->rd << 8 | ip->rs2) + 4);
        regs[15] = sp;
        vm->call_depth++;
        TRANSFER(vm->slots + hub_slot_number(destination));
    }
    BODY(RET) {
        if (vm->call_depth == 0) STOP(HUB_HSX_RETURNED, regs[0]);
        if (sp > 0xFFFC) {
            if (sp >= 0x10000) TRAP(HUB_HSX_STACK_UNDERFLOW, 0xFFFFFF02u);
            MEM_TRAP();
        }
        uint32_t destination = hub_hsx_load32(memory + sp);
        sp += 4;
        regs[15] = sp;
        vm->call_depth--;
        TRANSFER(hub_slot_for(vm, destination));
    }
    BODY(PUSH) {
        if ((uint64_t)sp < (uint64_t)vm->stack_limit + 4 || sp > 0x10000) TRAP(HUB_HSX_STACK_OVERFLOW, 0xFFFFFF03u);
        sp -= 4;
        hub_hsx_store32(memory + sp, RS1);
        regs[15] = sp;
        NEXT();
    }
    BODY(POP) {
        if (sp > 0xFFFC) {
            if (sp >= 0x10000) TRAP(HUB_HSX_STACK_UNDERFLOW, 0xFFFFFF02u);
            MEM_TRAP();
        }
        uint32_t value = hub_hsx_load32(memory + sp);
        sp += 4;
        regs[15] = sp;
        RD = value;  // after R15, so that POP R15 keeps the value
        NEXT();
    }
    BODY(SVC) {
        hub_hsx_outcome outcome;
        hub_hsx_host_set_steps(vm->host, RETIRED());
        hub_hsx_service(vm->host, ip->imm >> 8, ip->imm & 0xFF, regs, memory, &outcome);
        if (outcome.kind == HUB_HSX_CONTINUE) NEXT();
        ip++;
        STOP(outcome.kind == HUB_HSX_EXIT ? HUB_HSX_EXITED : HUB_HSX_SLEEPING, outcome.value);
    }
    BODY(BRK) {
        uint32_t code = ip->imm & 0xFF;
        ip++;
        STOP(HUB_HSX_BRK, code);
    }

    // Half-precision arithmetic; the upper half of the target stays.
    BODY(FADD) {
        SET_HALF(hub_f16_add(RS1, RS2));
        NEXT();
    }
    BODY(FSUB) {
        SET_HALF(hub_f16_sub(RS1, RS2));
        NEXT();
    }
    BODY(FMUL) {
        SET_HALF(hub_f16_mul(RS1, RS2));
        NEXT();
    }
    BODY(FDIV) {
        SET_HALF(hub_f16_div(RS1, RS2));
        NEXT();
    }
    BODY(I2F) {
        SET_HALF(hub_f16_from_int(RS1));
        NEXT();
    }
    BODY(F2I) {
        RD = hub_f16_to_int(RS1);
        NEXT();
    }

#if !defined(__GNUC__) || defined(HUB_HSX_SWITCH)
    }
    status = HUB_HSX_ILLEGAL_OPCODE;  // never reached: the switch covers every kind
#endif

stop:
    vm->retired = RETIRED();
    vm->pc = hub_pc_of(vm, ip);
    vm->sp = sp;
    vm->zn = zn;
    vm->carry = carry;
    vm->overflow = overflow;
    return status;
}

#undef BODY
#undef DISPATCH
#undef POSITION
#undef RETIRED
#undef RESUME
#undef CHECK_LIMIT
#undef NEXT
#undef TRANSFER
#undef STOP
#undef TRAP
#undef MEM_TRAP
#undef RD
#undef RS1
#undef RS2
#undef ADDRESS
#undef SET_ZN
#undef SET_HALF
#undef LOGIC
