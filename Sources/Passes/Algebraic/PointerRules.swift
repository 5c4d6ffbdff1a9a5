// Rules for sums of a pointer and an integer: constants gather in one sum or in the address of a global or slot.
// Canonical: a constant addend has the integer type of a pointer's width.

import IR

extension AlgebraicSimplifier {
    mutating func simplifyPointerSum(_ data: Instruction) -> Rewrite {
        let (base, addend) = (data.valueA, data.valueB)
        // The addend is sign-extended anyway.
        if let inner = match(addend, .sext), function.type(inner.valueA) != .i1 {
            return .become(.binary(.ptrAdd, .ptr, base, inner.valueA))
        }
        guard let distance = pointerAddend(addend) else { return .keep }
        if distance == 0 { return .use(base) }
        if let inner = match(base, .ptrAdd), let more = pointerAddend(inner.valueB) {
            return pointerSum(inner.valueA, distance &+ more)
        }
        if let inner = match(base, .intToPtr), let bits = constant(inner.valueA) {
            let number = emitConstant(bits &+ UInt64(bitPattern: distance), pointerInteger)
            return .become(.unary(.intToPtr, .ptr, number))
        }
        if let moved = addToPointer(base, distance) { return .become(moved) }
        return function.type(addend) == pointerInteger ? .keep : pointerSum(base, distance)
    }

    private mutating func pointerSum(_ base: ValueID, _ distance: Int64) -> Rewrite {
        .become(.binary(.ptrAdd, .ptr, base, emitConstant(UInt64(bitPattern: distance), pointerInteger)))
    }

    /// The address of a global or slot, `distance` bytes on, where the offset holds that.
    private func addToPointer(_ value: ValueID, _ distance: Int64) -> Instruction? {
        guard let instruction = function.definingInstruction(value) else { return nil }
        var address = function[instruction]
        let (format, sum) = (address.opcode.info.format, Int64(address.offset).addingReportingOverflow(distance))
        guard format == .global || format == .slot, !sum.overflow, let offset = Int32(exactly: sum.partialValue) else {
            return nil
        }
        address.offset = offset
        return address
    }

    /// The integer type that is as wide as a pointer.
    var pointerInteger: Type { module.memory.pointerBytes == 4 ? .i32 : .i64 }

    /// A constant addend of `ptr_add`, sign-extended.
    func pointerAddend(_ value: ValueID) -> Int64? {
        guard let bits = constant(value) else { return nil }
        let unused = Int64(64 - (function.type(value).bits ?? 64))
        return (Int64(bitPattern: bits) << unused) >> unused
    }
}
