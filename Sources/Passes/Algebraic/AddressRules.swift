// Rules for the addresses of loads and stores: constants move into the offset. An effective address is taken modulo the
// size of the memory, so that this is exact where the memory has a size; where it has none nothing is moved.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyAddress(_ data: Instruction) -> Rewrite {
        let size = module.memory.size
        guard size != 0, let width = function.type(data.valueA).bits, width == 64 || size <= 1 << UInt64(width) else {
            return .keep
        }
        var changed = data
        if let bits = constant(data.valueA) {
            let address = (bits &+ UInt64(bitPattern: Int64(data.offset))) & (size - 1)
            guard data.offset != 0 || address != bits else { return .keep }
            changed.valueA = emitConstant(address, function.type(data.valueA))
            changed.offset = 0
            return .become(changed)
        }
        if let inner = match(data.valueA, .add) {
            if let bits = constant(inner.valueB), let offset = folded(data.offset, bits), isOnlyAddress(data.valueA) {
                changed.valueA = inner.valueA
                changed.offset = offset
                return .become(changed)
            }
            // (x + c) + y: the sum of x and y, where x + c is nothing else's business.
            for (one, other) in [(inner.valueA, inner.valueB), (inner.valueB, inner.valueA)] {
                if let part = matchConstant(one, .add), isUsedOnce(one), isUsedOnce(data.valueA),
                    let offset = folded(data.offset, part.constant)
                {
                    changed.valueA = emit(.binary(.add, inner.type, part.value, other))
                    changed.offset = offset
                    return .become(changed)
                }
            }
        }
        // Of bits that are clear, OR is a sum.
        if let inner = matchConstant(data.valueA, .or), knownBits(inner.value).maximum & inner.constant == 0,
            let offset = folded(data.offset, inner.constant)
        {
            changed.valueA = inner.value
            changed.offset = offset
            return .become(changed)
        }
        return .keep
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
                .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .fieldGet, .fieldSet, .call,
                .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
                return false
            }
        }
    }

    /// The offset with `bits` added, modulo the size of the memory, if it fits the 12 signed bits that machines have
    /// for it.
    private func folded(_ offset: Int32, _ bits: UInt64) -> Int32? {
        let size = module.memory.size
        let sum = (UInt64(bitPattern: Int64(offset)) &+ bits) & (size - 1)
        let signed = sum >= size / 2 ? Int64(bitPattern: sum &- size) : Int64(bitPattern: sum)
        return -2048...2047 ~= signed ? Int32(signed) : nil
    }
}
