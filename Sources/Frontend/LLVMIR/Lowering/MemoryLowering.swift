// Stack objects, loads, stores, addresses. Atomic operations are plain ones: a program runs on one core, and nothing
// interrupts it.

import CLLVM
import IR

extension FunctionLowering {
    mutating func lowerMemory(_ instruction: LLVMValue) throws(Unsupported) {
        switch instruction.opcode {
        case LLVMAlloca: try lowerAlloca(instruction)
        case LLVMLoad:
            let place = try place(instruction.operand(0))
            define(instruction, try load(instruction.type, place, isVolatile: instruction.isVolatile))
        case LLVMStore:
            let (value, place) = (instruction.operand(0), try place(instruction.operand(1)))
            try store(value.type, try scalars(value), place, isVolatile: instruction.isVolatile)
        case LLVMGetElementPtr: try lowerElementPointer(instruction)
        case LLVMAtomicRMW: try lowerAtomicUpdate(instruction)
        case LLVMAtomicCmpXchg: try lowerCompareExchange(instruction)
        // A fence orders what other threads see, and there are none.
        default: return
        }
    }

    // Addresses.

    /// A pointer as an address plus a constant.
    mutating func place(_ pointer: LLVMValue) throws(Unsupported) -> Place {
        if let place = places[pointer] { return place }
        return Place(base: try scalar(pointer), offset: 0)
    }

    mutating func materialize(_ place: Place) -> ValueID {
        guard place.offset != 0 else { return place.base }
        return builder.binary(.ptrAdd, .ptr, place.base, builder.constant(Int64(place.offset), .i32))
    }

    private mutating func lowerElementPointer(_ instruction: LLVMValue) throws(Unsupported) {
        guard instruction.type.kind == LLVMPointerTypeKind else {
            throw Unsupported(what: "a vector of pointers")
        }
        var type = LLVMType(LLVMGetGEPSourceElementType(instruction.handle))
        let start = try place(instruction.operand(0))
        var base = start.base
        var offset = Int64(start.offset)
        for position in 1..<instruction.operandCount {
            let index = instruction.operand(position)
            if position > 1, type.kind == LLVMStructTypeKind {
                let number = Int(index.constantBits ?? 0)
                offset += Int64(unit.shapes.fieldOffset(type, number))
                type = type.fields[number]
                continue
            }
            if position > 1 { type = type.element }
            let step = Int64(unit.shapes.size(type))
            if let number = index.constantBits {
                offset &+= signed(number, index.type.integerBits) &* step
            } else {
                base = builder.binary(.ptrAdd, .ptr, base, try scaled(index, step))
            }
        }
        // Addresses are computed modulo 2^32.
        places[instruction] = Place(base: base, offset: Int32(truncatingIfNeeded: offset))
    }

    /// An index times the size of what it counts, as a number of 32 bits.
    private mutating func scaled(_ index: LLVMValue, _ step: Int64) throws(Unsupported) -> ValueID {
        let leaf = try leaf(index)
        var value = extended(try scalar(index), leaf)
        if leaf.type == .i64 { value = builder.unary(.trunc, .i32, value) }
        if leaf.type != .i64, leaf.type != .i32 { value = builder.unary(.sext, .i32, value) }
        if step == 1 { return value }
        if step > 0, step & (step - 1) == 0 {
            return builder.binary(.shl, .i32, value, builder.constant(Int64(step.trailingZeroBitCount), .i32))
        }
        return builder.binary(.mul, .i32, value, builder.constant(step, .i32))
    }

    // Loads and stores.

    mutating func load(
        _ type: LLVMType, _ place: Place, isVolatile: Bool = false
    ) throws(Unsupported) -> [ValueID] {
        var results: [ValueID] = []
        for leaf in try unit.shapes.leaves(type) {
            let offset = place.offset &+ Int32(truncatingIfNeeded: leaf.offset)
            results.append(load(leaf, place.base, offset, isVolatile))
        }
        return results
    }

    private mutating func load(_ leaf: Leaf, _ base: ValueID, _ offset: Int32, _ isVolatile: Bool) -> ValueID {
        let bytes = (leaf.bits + 7) / 8
        guard leaf.isOdd, bytes * 8 != leaf.type.bits else {
            return builder.load(leaf.type, base, offset: offset, isVolatile: isVolatile)
        }
        // Three, five, six or seven bytes: the largest parts that there are.
        var result: ValueID?
        for part in Self.parts(bytes) {
            var piece = builder.load(part.type, base, offset: offset &+ Int32(part.start), isVolatile: isVolatile)
            piece = builder.unary(.zext, leaf.type, piece)
            if part.start > 0 {
                piece = builder.binary(.shl, leaf.type, piece, builder.constant(Int64(part.start * 8), leaf.type))
            }
            result = result.map { builder.binary(.or, leaf.type, $0, piece) } ?? piece
        }
        return result ?? builder.constant(0, leaf.type)
    }

    mutating func store(
        _ type: LLVMType, _ values: [ValueID], _ place: Place, isVolatile: Bool = false
    ) throws(Unsupported) {
        for (leaf, value) in zip(try unit.shapes.leaves(type), values) {
            let offset = place.offset &+ Int32(truncatingIfNeeded: leaf.offset)
            store(leaf, value, place.base, offset, isVolatile)
        }
    }

    private mutating func store(
        _ leaf: Leaf, _ value: ValueID, _ base: ValueID, _ offset: Int32, _ isVolatile: Bool
    ) {
        let bytes = (leaf.bits + 7) / 8
        guard leaf.isOdd, bytes * 8 != leaf.type.bits else {
            builder.store(leaf.type, base, value, offset: offset, isVolatile: isVolatile)
            // Pointers are numbers of 32 bits wherever the program runs; what C says they take in memory may be more.
            if leaf.type == .ptr, unit.shapes.pointerBytes == 8 {
                builder.store(.i32, base, builder.constant(0, .i32), offset: offset &+ 4)
            }
            return
        }
        for part in Self.parts(bytes) {
            var piece = value
            if part.start > 0 {
                piece = builder.binary(.lshr, leaf.type, piece, builder.constant(Int64(part.start * 8), leaf.type))
            }
            piece = builder.unary(.trunc, part.type, piece)
            builder.store(part.type, base, piece, offset: offset &+ Int32(part.start), isVolatile: isVolatile)
        }
    }

    /// `bytes` as stretches of one, two and four.
    static func parts(_ bytes: Int) -> [(type: Type, start: Int)] {
        var parts: [(type: Type, start: Int)] = []
        var start = 0
        for (type, size) in [(Type.i32, 4), (.i16, 2), (.i8, 1)] {
            while bytes - start >= size {
                parts.append((type, start))
                start += size
            }
        }
        return parts
    }

    // Atomic operations.

    private mutating func lowerAtomicUpdate(_ instruction: LLVMValue) throws(Unsupported) {
        let place = try place(instruction.operand(0))
        let type = instruction.type
        let leaf = try leaf(instruction)
        let isVolatile = instruction.isVolatile
        let old = try load(type, place, isVolatile: isVolatile)[0]
        let operand = try scalar(instruction.operand(1))
        let new: ValueID
        switch LLVMGetAtomicRMWBinOp(instruction.handle) {
        case LLVMAtomicRMWBinOpXchg: new = operand
        case LLVMAtomicRMWBinOpAdd: new = integer(LLVMAdd, leaf, old, operand)
        case LLVMAtomicRMWBinOpSub: new = integer(LLVMSub, leaf, old, operand)
        case LLVMAtomicRMWBinOpAnd: new = integer(LLVMAnd, leaf, old, operand)
        case LLVMAtomicRMWBinOpOr: new = integer(LLVMOr, leaf, old, operand)
        case LLVMAtomicRMWBinOpXor: new = integer(LLVMXor, leaf, old, operand)
        case LLVMAtomicRMWBinOpNand: new = builder.unary(.not, leaf.type, integer(LLVMAnd, leaf, old, operand))
        case LLVMAtomicRMWBinOpMax: new = choose(.sgt, leaf, old, operand)
        case LLVMAtomicRMWBinOpMin: new = choose(.slt, leaf, old, operand)
        case LLVMAtomicRMWBinOpUMax: new = choose(.ugt, leaf, old, operand)
        case LLVMAtomicRMWBinOpUMin: new = choose(.ult, leaf, old, operand)
        default: throw Unsupported(what: "this atomic operation")
        }
        try store(type, [new], place, isVolatile: isVolatile)
        define(instruction, [old])
    }

    /// Whichever operand stands in the relation to the other.
    mutating func choose(_ condition: IntegerCondition, _ leaf: Leaf, _ left: ValueID, _ right: ValueID) -> ValueID {
        builder.select(leaf.type, compare(condition, leaf, left, right), left, right)
    }

    private mutating func lowerCompareExchange(_ instruction: LLVMValue) throws(Unsupported) {
        let place = try place(instruction.operand(0))
        let type = instruction.operand(1).type
        let leaf = try leaf(instruction.operand(1))
        let isVolatile = instruction.isVolatile
        let old = try load(type, place, isVolatile: isVolatile)[0]
        let isEqual = compare(.eq, leaf, old, try scalar(instruction.operand(1)))
        let new = builder.select(leaf.type, isEqual, try scalar(instruction.operand(2)), old)
        try store(type, [new], place, isVolatile: isVolatile)
        define(instruction, [old, isEqual])
    }
}
