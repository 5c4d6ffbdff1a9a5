// Which register or constant holds a value, and with what above the width of its type.

import HSXMachine
import IR
import Support

extension HXELowering {
    /// The value that really holds the bits: conversions that change nothing in the register are looked through.
    func resolve(_ value: ValueID) -> ValueID {
        var value = value
        while let definition = function.definingInstruction(value) {
            let data = function[definition]
            let isSame =
                switch data.opcode {
                case .bitcast, .ptrToInt: data.type != .i1
                case .trunc: data.type != .i1 || widths[data.valueA] <= 1
                case .zext, .intToPtr: widths[data.valueA] <= function.type(data.valueA).bits ?? 32
                case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .add, .sub, .mul, .sdiv, .udiv,
                    .srem,
                    .urem, .and, .or, .xor, .not, .neg, .shl, .lshr, .ashr, .umulh, .smulh, .clz, .ctz, .popcnt,
                    .addCarry,
                    .subBorrow, .ptrAdd, .insert, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax,
                    .hsxFmul,
                    .hsxFdiv,
                    .icmp, .fcmp, .select, .sext, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .varGet,
                    .varSet, .load,
                    .store, .volatileLoad, .volatileStore, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
                    .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
                    .arraySet, .arrayLength, .bytesNew,
                    .bytesGet,
                    .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure,
                    .isInt, .isNil,
                    .isRef, .box,
                    .unbox,
                    .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity,
                    .unwinding, .unwound, .call,
                    .callIndirect,
                    .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend,
                    .breakpoint,
                    .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
                    false
                }
            guard isSame else { return value }
            value = data.valueA
        }
        return value
    }

    /// The bits of a constant in the width of the value's type.
    func constant(_ value: ValueID) -> UInt32? {
        guard let definition = function.definingInstruction(resolve(value)) else { return nil }
        let data = function[definition]
        guard data.opcode == .iconst || data.opcode == .fconst else { return nil }
        return UInt32(truncatingIfNeeded: data.immediate) & mask(function.type(value))
    }

    func mask(_ type: Type) -> UInt32 {
        UInt32(truncatingIfNeeded: type.bits.map { (1 << UInt64($0)) - 1 } ?? 0xFFFF_FFFF)
    }

    func bits(_ type: Type) -> Int { type.bits ?? 32 }

    /// Whether something emitted needs the value in its register.
    func isUsed(_ value: ValueID) -> Bool { registers[value] != .none }

    /// The register of a value that an instruction defines.
    mutating func definition(_ value: ValueID) -> MachineRegister {
        if registers[value] == .none { registers[value] = machine.makeRegister() }
        return registers[value]
    }

    /// A register that holds the value's bits, with anything above the width of its type.
    mutating func register(_ value: ValueID) -> MachineRegister {
        if let bits = constant(value) { return number(bits) }
        let root = resolve(value)
        if let definition = function.definingInstruction(root), let known = addressConstant(definition) {
            return constantRegister(known)
        }
        return self.definition(root)
    }

    /// The constant that a `global_addr`, a `func_addr` or the `slot_addr` of a static slot stands for.
    func addressConstant(_ instruction: InstructionID) -> MachineConstant? {
        let data = function[instruction]
        if data.opcode == .globalAddr { return context.data.address(data.global, offset: data.offset) }
        if data.opcode == .functionAddr { return .address(context.symbol(data.function), addend: 0) }
        if data.opcode == .slotAddr { return slotHomes[data.slot]?.adding(data.offset) }
        return nil
    }

    /// A register that holds `value`.
    mutating func number(_ value: UInt32) -> MachineRegister { constantRegister(.number(value)) }
    mutating func number(_ value: Int) -> MachineRegister { number(UInt32(truncatingIfNeeded: value)) }

    mutating func constantRegister(_ constant: MachineConstant) -> MachineRegister {
        constants.register(machine.constantID(constant), &machine)
    }

    /// The value with zeros above its type.
    mutating func zeroExtended(_ value: ValueID) -> MachineRegister {
        let width = bits(function.type(value))
        if constant(value) != nil || widths[value] <= width { return register(value) }
        return compute(.and, register(value), number(mask(function.type(value))))
    }

    /// The value with its sign above its type; a flag counts as 0 or -1.
    mutating func signExtended(_ value: ValueID) -> MachineRegister {
        let width = bits(function.type(value))
        if let bits = constant(value) {
            return number(Int(Int32(bitPattern: bits << UInt32(32 - width)) >> Int32(32 - width)))
        }
        if width == 32 || widths[value] < width { return register(value) }
        if width == 1 { return compute(.sub, number(0), register(value)) }
        let distance = number(32 - width)
        return compute(.asr, compute(.lsl, register(value), distance), distance)
    }
}
