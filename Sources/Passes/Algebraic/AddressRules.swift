// Rules for the addresses of loads and stores: constants move into the offset. An effective address is taken modulo the
// size of the memory, or where it has none modulo the width of a pointer, so that this is exact. Sums of integers in
// memory without a size stay, since they may be narrower than a pointer.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyAddress(_ data: Instruction) -> Rewrite {
        guard addressWraps(function.type(data.valueA)) else { return .keep }
        if let bits = constant(data.valueA) {
            let address = (bits &+ UInt64(bitPattern: Int64(data.offset))) & addressMask
            guard data.offset != 0 || address != bits else { return .keep }
            var changed = data
            changed.valueA = emitConstant(address, function.type(data.valueA))
            changed.offset = 0
            return .become(changed)
        }
        return withAddend(data) ?? withInnerAddend(data) ?? withClearBits(data) ?? .keep
    }

    /// An effective address is at most this.
    private var addressMask: UInt64 {
        module.memory.size == 0 ? .max >> UInt64(64 - module.memory.pointerBytes * 8) : module.memory.size - 1
    }

    /// Whether sums of type `type` wrap where effective addresses do, or later.
    private func addressWraps(_ type: Type) -> Bool {
        let width = type.bits ?? module.memory.pointerBytes * 8
        if module.memory.size == 0 { return type == .ptr }
        return width == 64 || module.memory.size <= 1 << UInt64(width)
    }

    /// x + c as an address: x, and c in the offset.
    private func withAddend(_ data: Instruction) -> Rewrite? {
        guard let (value, addend) = constantSum(data.valueA), let offset = folded(data.offset, addend),
            isOnlyAddress(data.valueA)
        else { return nil }
        var changed = data
        changed.valueA = value
        changed.offset = offset
        return .become(changed)
    }

    /// (x + c) + y as an address: the sum of x and y, where x + c is nothing else's business.
    private mutating func withInnerAddend(_ data: Instruction) -> Rewrite? {
        guard let outer = match(data.valueA, .add) ?? match(data.valueA, .ptrAdd), isUsedOnce(data.valueA) else {
            return nil
        }
        for (one, isFirst) in [(outer.valueA, true), (outer.valueB, false)] {
            // A narrow addend of a pointer is extended only after it has wrapped.
            guard isUsedOnce(one), addressWraps(function.type(one)) || isPointerWide(one, outer),
                let (value, addend) = constantSum(one), let offset = folded(data.offset, addend)
            else { continue }
            let (left, right) = isFirst ? (value, outer.valueB) : (outer.valueA, value)
            var changed = data
            changed.valueA = emit(.binary(outer.opcode, outer.type, left, right))
            changed.offset = offset
            return .become(changed)
        }
        return nil
    }

    /// Whether `value` is an addend of a pointer that wraps where the pointer does, or later.
    private func isPointerWide(_ value: ValueID, _ outer: Instruction) -> Bool {
        outer.opcode == .ptrAdd && (function.type(value).bits ?? 0) >= module.memory.pointerBytes * 8
    }

    /// Of bits that are clear, OR is a sum.
    private func withClearBits(_ data: Instruction) -> Rewrite? {
        guard let inner = matchConstant(data.valueA, .or), knownBits(inner.value).maximum & inner.constant == 0,
            let offset = folded(data.offset, inner.constant)
        else { return nil }
        var changed = data
        changed.valueA = inner.value
        changed.offset = offset
        return .become(changed)
    }

    /// `value` as the sum of another one and a constant.
    private func constantSum(_ value: ValueID) -> (value: ValueID, constant: UInt64)? {
        if let sum = matchConstant(value, .add) { return sum }
        guard let sum = match(value, .ptrAdd), let addend = pointerAddend(sum.valueB) else { return nil }
        return (sum.valueA, UInt64(bitPattern: addend))
    }

    /// Whether loads and stores at `value` are its only users: else the sum is computed all the same, and reaching
    /// around it would only keep its operand alive for longer.
    private func isOnlyAddress(_ value: ValueID) -> Bool {
        currentUsers(value).allSatisfy { user in
            let data = function[user]
            switch data.opcode.info.format {
            case .load: return true
            case .store: return data.valueB != value
            case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare,
                .dynamicCompare,
                .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .fieldGet,
                .fieldSet, .call,
                .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
                return false
            }
        }
    }

    /// The offset with `bits` added, modulo what effective addresses are, if it fits the 12 signed bits that machines
    /// have for it.
    private func folded(_ offset: Int32, _ bits: UInt64) -> Int32? {
        let sum = (UInt64(bitPattern: Int64(offset)) &+ bits) & addressMask
        let signed = sum > addressMask / 2 ? Int64(bitPattern: sum | ~addressMask) : Int64(bitPattern: sum)
        return -2048...2047 ~= signed ? Int32(signed) : nil
    }
}
