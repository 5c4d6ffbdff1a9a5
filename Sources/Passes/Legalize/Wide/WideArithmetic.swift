// What `lower-wide` makes of each instruction on 64-bit integers.

import IR

extension WideLowering {
    /// Replaces an instruction whose own type or operand is i64, other than calls, branches and memory accesses.
    mutating func lower(_ id: InstructionID) {
        let data = expander.function[id]
        switch data.opcode {
        case .iconst:
            let low = expander.constant(data.immediate & 0xFFFF_FFFF, .i32)
            define(id, low, expander.constant(data.immediate >> 32, .i32))
        case .globalAddr, .functionAddr, .slotAddr, .ptrToInt:
            // Addresses have 32 bits.
            var narrow = data
            narrow.type = .i32
            define(id, expander.value(narrow), expander.constant(0, .i32))
        case .intToPtr: expander.function[id].valueA = halves(data.valueA).low
        case .ptrAdd: expander.function[id].valueB = halves(data.valueB).low
        case .add, .sub:
            let none = expander.constant(0, .i1)
            let sum = chain(data.opcode == .add ? .addCarry : .subBorrow, data.valueA, data.valueB, none)
            define(id, sum.pair.low, sum.pair.high)
        case .addCarry, .subBorrow:
            let sum = chain(data.opcode, data.valueA, data.valueB, data.valueC)
            expander.replace(expander.function.result(id, 1), by: sum.flag)
            define(id, sum.pair.low, sum.pair.high)
        case .neg: lowerNegation(id)
        case .and, .or, .xor:
            let (a, b) = (halves(data.valueA), halves(data.valueB))
            let low = expander.binary(data.opcode, .i32, a.low, b.low)
            define(id, low, expander.binary(data.opcode, .i32, a.high, b.high))
        case .not:
            let a = halves(data.valueA)
            let low = expander.unary(.not, .i32, a.low)
            define(id, low, expander.unary(.not, .i32, a.high))
        case .mul: lowerByHelper(id, .multiply, result: 0)
        case .udiv: lowerByHelper(id, .divide, result: 0)
        case .sdiv: lowerByHelper(id, .divideSigned, result: 0)
        case .urem: lowerByHelper(id, .divide, result: 2)
        case .srem: lowerByHelper(id, .divideSigned, result: 2)
        case .shl, .lshr, .ashr: lowerShift(id)
        case .clz, .ctz: lowerZeroCount(id)
        case .popcnt:
            let a = halves(data.valueA)
            let low = expander.unary(.popcnt, .i32, a.low)
            let count = expander.binary(.add, .i32, low, expander.unary(.popcnt, .i32, a.high))
            define(id, count, expander.constant(0, .i32))
        case .insert:
            let a = halves(data.valueA)
            let isWord = expander.function.type(data.valueB) == .i32
            define(id, isWord ? data.valueB : expander.binary(.insert, .i32, a.low, data.valueB), a.high)
        case .icmp: lowerCompare(id)
        case .select:
            let (b, c) = (halves(data.valueB), halves(data.valueC))
            let low = expander.select(.i32, data.valueA, b.low, c.low)
            define(id, low, expander.select(.i32, data.valueA, b.high, c.high))
        case .trunc: lowerTruncation(id)
        case .zext, .sext: lowerExtension(id)
        case .umulh, .smulh, .bitcast, .fconst, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax,
            .hsxFmul, .hsxFdiv, .fcmp, .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .nilConst, .varGet,
            .varSet, .load, .store, .volatileLoad, .volatileStore, .alloc, .fieldGet, .fieldSet, .allocElements,
            .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength,
            .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet,
            .closure,
            .isInt, .isNil,
            .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf,
            .closureArity, .unwinding, .unwound,
            .call, .callIndirect, .callClosure, .send, .service, .tailCall, .tailCallIndirect, .tailCallClosure,
            .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap, .unreachable:
            preconditionFailure("LowerWide: \(data.opcode) of i64 must be gone")
        }
    }

    /// An `add_carry` or `sub_borrow` of both halves, with the flag of the upper one.
    private mutating func chain(
        _ opcode: Opcode, _ left: ValueID, _ right: ValueID, _ flag: ValueID
    ) -> (pair: Pair, flag: ValueID) {
        let (a, b) = (halves(left), halves(right))
        let low = expander.emit(.ternary(opcode, .i32, a.low, b.low, flag), results: [.i32, .i1])
        let carry = expander.function.result(low, 1)
        let high = expander.emit(.ternary(opcode, .i32, a.high, b.high, carry), results: [.i32, .i1])
        let pair = Pair(low: expander.function.result(low), high: expander.function.result(high))
        return (pair, expander.function.result(high, 1))
    }

    private mutating func lowerNegation(_ id: InstructionID) {
        let a = halves(expander.function[id].valueA)
        let (zero, none) = (expander.constant(0, .i32), expander.constant(0, .i1))
        let low = expander.emit(.ternary(.subBorrow, .i32, zero, a.low, none), results: [.i32, .i1])
        let borrow = expander.function.result(low, 1)
        let high = expander.emit(.ternary(.subBorrow, .i32, zero, a.high, borrow), results: [.i32, .i1])
        define(id, expander.function.result(low), expander.function.result(high))
    }

    private mutating func lowerByHelper(_ id: InstructionID, _ helper: WideHelper, result: Int) {
        let data = expander.function[id]
        let results = call(helper, split([data.valueA, data.valueB]))
        define(id, results[result], results[result + 1])
    }

    // MARK: Shifts and counts

    /// Shifts by a constant stand where they are used.
    private mutating func lowerShift(_ id: InstructionID) {
        let data = expander.function[id]
        let a = halves(data.valueA)
        guard let definition = expander.function.definingInstruction(data.valueB),
            expander.function[definition].opcode == .iconst
        else {
            let helper: WideHelper =
                data.opcode == .shl ? .shiftLeft : data.opcode == .lshr ? .shiftRight : .shiftRightSigned
            let results = call(helper, [a.low, a.high, halves(data.valueB).low])
            return define(id, results[0], results[1])
        }
        let amount = expander.function[definition].immediate & 63
        let near = amount & 31
        if amount == 0 { return define(id, a.low, a.high) }
        guard data.opcode == .shl else {
            let shifted = near == 0 ? a.high : expander.binary(data.opcode, .i32, a.high, near)
            if amount < 32 { return define(id, joined(a.low, .lshr, near, a.high, .shl), shifted) }
            let filler =
                data.opcode == .ashr ? expander.binary(.ashr, .i32, a.high, 31) : expander.constant(0, .i32)
            return define(id, shifted, filler)
        }
        let shifted = near == 0 ? a.low : expander.binary(.shl, .i32, a.low, near)
        if amount < 32 { return define(id, shifted, joined(a.high, .shl, near, a.low, .lshr)) }
        define(id, expander.constant(0, .i32), shifted)
    }

    /// One half shifted by `amount`, and what the other loses. Requires: 0 < amount < 32.
    private mutating func joined(
        _ half: ValueID, _ shift: Opcode, _ amount: UInt64, _ other: ValueID, _ back: Opcode
    ) -> ValueID {
        let kept = expander.binary(shift, .i32, half, amount)
        return expander.binary(.or, .i32, kept, expander.binary(back, .i32, other, 32 - amount))
    }

    private mutating func lowerZeroCount(_ id: InstructionID) {
        let data = expander.function[id]
        let a = halves(data.valueA)
        let (first, second) = data.opcode == .clz ? (a.high, a.low) : (a.low, a.high)
        let far = expander.binary(.add, .i32, expander.unary(data.opcode, .i32, second), 32)
        let near = expander.unary(data.opcode, .i32, first)
        let isFar = expander.icmp(.eq, .i32, first, 0)
        define(id, expander.select(.i32, isFar, far, near), expander.constant(0, .i32))
    }

    // MARK: Comparisons and conversions

    private mutating func lowerCompare(_ id: InstructionID) {
        let data = expander.function[id]
        let condition = data.integerCondition
        switch condition {
        case .eq, .ne:
            let (a, b) = (halves(data.valueA), halves(data.valueB))
            let low = expander.binary(.xor, .i32, a.low, b.low)
            let both = expander.binary(.or, .i32, low, expander.binary(.xor, .i32, a.high, b.high))
            let zero = expander.constant(0, .i32)
            expander.function[id] = .icmp(condition, .i32, both, zero)
        case .ult: becomeFlag(id, isBelow(data.valueA, data.valueB))
        case .ugt: becomeFlag(id, isBelow(data.valueB, data.valueA))
        case .uge: becomeOpposite(id, isBelow(data.valueA, data.valueB))
        case .ule: becomeOpposite(id, isBelow(data.valueB, data.valueA))
        case .slt: becomeFlag(id, isLess(data.valueA, data.valueB))
        case .sgt: becomeFlag(id, isLess(data.valueB, data.valueA))
        case .sge: becomeOpposite(id, isLess(data.valueA, data.valueB))
        case .sle: becomeOpposite(id, isLess(data.valueB, data.valueA))
        }
    }

    /// Whether a < b, unsigned: the borrow of a - b.
    private mutating func isBelow(_ left: ValueID, _ right: ValueID) -> ValueID {
        isBelow(halves(left), halves(right))
    }

    private mutating func isBelow(_ a: Pair, _ b: Pair) -> ValueID {
        let none = expander.constant(0, .i1)
        let low = expander.emit(.ternary(.subBorrow, .i32, a.low, b.low, none), results: [.i32, .i1])
        let borrow = expander.function.result(low, 1)
        let high = expander.emit(.ternary(.subBorrow, .i32, a.high, b.high, borrow), results: [.i32, .i1])
        return expander.function.result(high, 1)
    }

    /// Signed: as unsigned numbers, with the signs inverted.
    private mutating func isLess(_ left: ValueID, _ right: ValueID) -> ValueID {
        let (a, b) = (halves(left), halves(right))
        let first = expander.binary(.xor, .i32, a.high, 0x8000_0000)
        let second = expander.binary(.xor, .i32, b.high, 0x8000_0000)
        return isBelow(Pair(low: a.low, high: first), Pair(low: b.low, high: second))
    }

    private mutating func becomeFlag(_ id: InstructionID, _ flag: ValueID) {
        expander.replace(expander.function.result(id), by: flag)
        expander.remove(id)
    }

    private mutating func becomeOpposite(_ id: InstructionID, _ flag: ValueID) {
        expander.function[id] = .unary(.not, .i1, flag)
    }

    private mutating func lowerTruncation(_ id: InstructionID) {
        let data = expander.function[id]
        let low = halves(data.valueA).low
        guard data.type == .i32 else { return expander.function[id].valueA = low }
        expander.replace(expander.function.result(id), by: low)
        expander.remove(id)
    }

    private mutating func lowerExtension(_ id: InstructionID) {
        let data = expander.function[id]
        let isWord = expander.function.type(data.valueA) == .i32
        let low = isWord ? data.valueA : expander.unary(data.opcode, .i32, data.valueA)
        define(id, low, data.opcode == .sext ? expander.binary(.ashr, .i32, low, 31) : expander.constant(0, .i32))
    }

    // MARK: Memory

    /// Two accesses. Where the whole may run past the end of memory, one inside of it looks first: the halves could each
    /// find a place, the second at the start of memory. Only its trap counts, so that it is a plain load before volatile
    /// accesses too.
    mutating func lowerAccess(_ id: InstructionID, mayTrap: Bool) {
        let data = expander.function[id]
        let isVolatile = data.opcode.isVolatile
        let (first, second) = (data.offset, data.offset &+ 4)
        if mayTrap { _ = expander.value(.load(.i32, data.valueA, offset: data.offset &+ 1)) }
        guard data.opcode.info.format == .load else {
            let pair = halves(data.valueB)
            expander.emit(.store(.i32, data.valueA, pair.low, offset: first, isVolatile: isVolatile), results: [])
            expander.emit(.store(.i32, data.valueA, pair.high, offset: second, isVolatile: isVolatile), results: [])
            return expander.remove(id)
        }
        let low = expander.value(.load(.i32, data.valueA, offset: first, isVolatile: isVolatile))
        define(id, low, expander.value(.load(.i32, data.valueA, offset: second, isVolatile: isVolatile)))
    }
}
