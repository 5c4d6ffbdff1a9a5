// The meaning of each machine instruction in the IR: results, and of the flags only those that something reads.

import HSXMachine
import IR
import Support

extension FunctionLifter {
    /// An instruction that control runs through. Requires: jumps, calls and returns are handled by the caller.
    mutating func liftPlain(_ instruction: HSXInstruction, depth: Int, _ live: LiveSet) {
        if liveness.isDead(instruction, live) { return }
        let (rd, rs1, rs2) = (instruction.rd, instruction.rs1, instruction.rs2)
        switch instruction.opcode {
        case .ldi, .ldi32: set(rd, builder.constant(Int64(instruction.imm), .i32))
        case .mov: set(rd, get(rs1))
        case .ld: set(rd, builder.load(.i32, get(rs1), offset: instruction.imm))
        case .ldb: liftNarrowLoad(.i8, instruction)
        case .ldh: liftNarrowLoad(.i16, instruction)
        case .st: builder.store(.i32, get(rs1), get(rs2), offset: instruction.imm)
        case .stb: liftNarrowStore(.i8, instruction)
        case .sth: liftNarrowStore(.i16, instruction)
        case .push:
            push(get(rs1), depth: depth)
            setStackShadow(depth: depth + 1, live)
        case .pop:
            let value = pop(depth: depth)
            setStackShadow(depth: depth - 1, live)
            set(rd, value)
        case .add, .adc, .sub, .sbc: liftSum(instruction, live)
        case .cmp: liftCompare(get(rs1), get(rs2), live)
        case .mul: liftProduct(instruction, live)
        case .div: liftLogic(.sdiv, instruction, live)
        case .and: liftLogic(.and, instruction, live)
        case .or: liftLogic(.or, instruction, live)
        case .xor: liftLogic(.xor, instruction, live)
        case .not:
            let result = builder.unary(.not, .i32, get(rs1))
            set(rd, result)
            setZero(result, live)
            clearCarry(live)
        case .lsl: liftShift(.shl, instruction, live)
        case .lsr: liftShift(.lshr, instruction, live)
        case .asr: liftShift(.ashr, instruction, live)
        case .fadd: liftFloat(.fadd, instruction)
        case .fsub: liftFloat(.fsub, instruction)
        case .fmul: liftFloat(.hsxFmul, instruction)
        case .fdiv: liftFloat(.hsxFdiv, instruction)
        case .i2f: setLowHalf(rd, builder.unary(.sitofp, .f16, get(rs1)))
        case .f2i: set(rd, builder.unary(.fptosi, .i32, half(rs1)))
        case .svc: liftService(instruction.service)
        case .brk: builder.append(Instruction(.breakpoint, b: UInt32(bitPattern: instruction.imm) & 0xFF), results: [])
        case .jmp, .jz, .jnz, .call, .ret: preconditionFailure("InstructionLifter: control is lifted by FunctionLifter")
        }
    }

    // MARK: Flags

    private mutating func setZero(_ result: ValueID, _ live: LiveSet) {
        guard live.contains(.zero) else { return }
        let zero = builder.constant(0, .i32)
        set(.zero, builder.icmp(.eq, .i32, result, zero))
    }

    private mutating func clearCarry(_ live: LiveSet) {
        if live.contains(.carry) { set(.carry, builder.constant(0, .i1)) }
    }

    private mutating func inverted(_ flag: ValueID) -> ValueID { builder.unary(.not, .i1, flag) }

    // MARK: Arithmetic

    private mutating func liftSum(_ instruction: HSXInstruction, _ live: LiveSet) {
        let (left, right) = (get(instruction.rs1), get(instruction.rs2))
        let isAddition = instruction.opcode == .add || instruction.opcode == .adc
        let usesCarry = MachineSet(flags: instruction.opcode.info.flagsRead).flags.contains(.carry)
        let result: ValueID
        if usesCarry || live.contains(.carry) {
            // The machine's C is the carry of a sum, but the inverted borrow of a difference.
            let flag: ValueID
            if usesCarry {
                let carry = get(.carry)
                flag = isAddition ? carry : inverted(carry)
            } else {
                flag = builder.constant(0, .i1)
            }
            let sum = builder.withFlag(isAddition ? .addCarry : .subBorrow, .i32, left, right, flag)
            result = sum.value
            if live.contains(.carry) { set(.carry, isAddition ? sum.flag : inverted(sum.flag)) }
        } else {
            result = builder.binary(isAddition ? .add : .sub, .i32, left, right)
        }
        set(instruction.rd, result)
        setZero(result, live)
    }

    private mutating func liftCompare(_ left: ValueID, _ right: ValueID, _ live: LiveSet) {
        if live.contains(.zero) { set(.zero, builder.icmp(.eq, .i32, left, right)) }
        if live.contains(.carry) { set(.carry, builder.icmp(.uge, .i32, left, right)) }
    }

    private mutating func liftProduct(_ instruction: HSXInstruction, _ live: LiveSet) {
        let (left, right) = (get(instruction.rs1), get(instruction.rs2))
        let result = builder.binary(.mul, .i32, left, right)
        if live.contains(.carry) {
            let high = builder.binary(.umulh, .i32, left, right)
            let zero = builder.constant(0, .i32)
            set(.carry, builder.icmp(.ne, .i32, high, zero))
        }
        set(instruction.rd, result)
        setZero(result, live)
    }

    private mutating func liftLogic(_ opcode: Opcode, _ instruction: HSXInstruction, _ live: LiveSet) {
        let result = builder.binary(opcode, .i32, get(instruction.rs1), get(instruction.rs2))
        set(instruction.rd, result)
        setZero(result, live)
        clearCarry(live)
    }

    private mutating func liftShift(_ opcode: Opcode, _ instruction: HSXInstruction, _ live: LiveSet) {
        let (value, amount) = (get(instruction.rs1), get(instruction.rs2))
        let result = builder.binary(opcode, .i32, value, amount)
        if live.contains(.carry) { liftShiftCarry(opcode, value, amount) }
        set(instruction.rd, result)
        setZero(result, live)
    }

    /// C becomes the last bit shifted out, and stays when nothing is shifted.
    private mutating func liftShiftCarry(_ opcode: Opcode, _ value: ValueID, _ amount: ValueID) {
        let mask = builder.constant(31, .i32)
        let count = builder.binary(.and, .i32, amount, mask)
        let zero = builder.constant(0, .i32)
        let one = builder.constant(1, .i32)
        let before = builder.binary(.sub, .i32, count, one)
        let almost = builder.binary(opcode, .i32, value, before)
        let lastBit: ValueID
        if opcode == .shl {
            lastBit = builder.icmp(.slt, .i32, almost, zero)
        } else {
            let bit = builder.binary(.and, .i32, almost, one)
            lastBit = builder.icmp(.ne, .i32, bit, zero)
        }
        let isShifted = builder.icmp(.ne, .i32, count, zero)
        let old = get(.carry)
        set(.carry, builder.select(.i1, isShifted, lastBit, old))
    }

    // MARK: Memory

    private mutating func liftNarrowLoad(_ type: Type, _ instruction: HSXInstruction) {
        let narrow = builder.load(type, get(instruction.rs1), offset: instruction.imm)
        set(instruction.rd, builder.unary(.zext, .i32, narrow))
    }

    private mutating func liftNarrowStore(_ type: Type, _ instruction: HSXInstruction) {
        let address = get(instruction.rs1)
        let narrow = builder.unary(.trunc, type, get(instruction.rs2))
        builder.store(type, address, narrow, offset: instruction.imm)
    }

    // MARK: F16

    /// The low half of a register as a number.
    private mutating func half(_ register: HSXRegister) -> ValueID {
        let bits = builder.unary(.trunc, .i16, get(register))
        return builder.unary(.bitcast, .f16, bits)
    }

    /// F16 results leave the high half of the register alone.
    private mutating func setLowHalf(_ register: HSXRegister, _ value: ValueID) {
        let bits = builder.unary(.bitcast, .i16, value)
        set(register, builder.binary(.insert, .i32, get(register), bits))
    }

    private mutating func liftFloat(_ opcode: Opcode, _ instruction: HSXInstruction) {
        let (left, right) = (half(instruction.rs1), half(instruction.rs2))
        setLowHalf(instruction.rd, builder.binary(opcode, .f16, left, right))
    }

    // MARK: Services

    private mutating func liftService(_ service: HSXService) {
        let id = declare(service)
        let arguments = service.inputs.registers.map { get($0) }
        let results = builder.service(id, arguments, results: services[id].results)
        for (register, value) in zip(service.outputs.registers, results) { set(register, value) }
    }

    private mutating func declare(_ service: HSXService) -> ServiceID {
        if let id = services.ids.first(where: { services[$0].number == UInt32(service.number) }) { return id }
        var effects: Effects = []
        if service.effects.contains(.readsMemory) { effects.insert(.reads) }
        if service.effects.contains(.writesMemory) { effects.insert(.writes) }
        if service.effects.contains(.doesNotReturn) { effects.insert(.terminates) }
        return services.append(
            Service(
                name: service.name, number: UInt32(service.number),
                parameters: service.inputs.registers.map { _ in .i32 },
                results: service.outputs.registers.map { _ in .i32 }, effects: effects))
    }
}
