// Conversions between numbers, pointers and bits.

import CLLVM
import IR

extension FunctionLowering {
    mutating func lowerConversion(_ instruction: LLVMValue) throws(Unsupported) {
        if isWide(instruction.type) || isWide(instruction.operand(0).type) {
            return try lowerWideConversion(instruction)
        }
        let from = try leaves(instruction.operand(0))
        let to = try leaves(instruction)
        let operands = try scalars(instruction.operand(0))
        var results: [ValueID] = []
        for index in to.indices {
            results.append(convert(instruction.opcode, operands[index], from[index], to[index]))
        }
        define(instruction, results)
    }

    private mutating func convert(_ opcode: LLVMOpcode, _ value: ValueID, _ from: Leaf, _ to: Leaf) -> ValueID {
        switch opcode {
        case LLVMTrunc, LLVMZExt: return resized(value, from, to)
        case LLVMSExt:
            let wide = extended(value, from)
            return cut(from.type == to.type ? wide : builder.unary(.sext, to.type, wide), to)
        case LLVMFPToUI: return cut(builder.unary(.fptoui, carrier(to), value), carrier(to), to)
        case LLVMFPToSI: return cut(builder.unary(.fptosi, carrier(to), value), carrier(to), to)
        case LLVMUIToFP:
            return builder.unary(.uitofp, to.type, from.type == .i1 ? builder.unary(.zext, .i32, value) : value)
        case LLVMSIToFP:
            let wide = extended(value, from)
            return builder.unary(.sitofp, to.type, from.type == .i1 ? builder.unary(.sext, .i32, wide) : wide)
        case LLVMFPTrunc: return builder.unary(.fptrunc, to.type, value)
        case LLVMFPExt: return builder.unary(.fpext, to.type, value)
        case LLVMPtrToInt, LLVMPtrToAddr: return cut(builder.unary(.ptrToInt, carrier(to), value), carrier(to), to)
        default:
            return builder.unary(.intToPtr, .ptr, from.type == .i1 ? builder.unary(.zext, .i32, value) : value)
        }
    }

    /// The type that a conversion gives where it cannot give one bit.
    private func carrier(_ leaf: Leaf) -> Type { leaf.type == .i1 ? .i8 : leaf.type }

    private mutating func cut(_ value: ValueID, _ carrier: Type, _ leaf: Leaf) -> ValueID {
        carrier == leaf.type ? cut(value, leaf) : builder.unary(.trunc, leaf.type, value)
    }

    /// An unsigned integer of another width.
    mutating func resized(_ value: ValueID, _ from: Leaf, _ to: Leaf) -> ValueID {
        guard let old = from.type.bits, let new = to.type.bits else { return value }
        if old == new { return to.bits < from.bits ? cut(value, to) : value }
        if new > old { return builder.unary(.zext, to.type, value) }
        return cut(builder.unary(.trunc, to.type, value), to)
    }

    // Bits taken for another type.

    mutating func lowerBitcast(_ instruction: LLVMValue) throws(Unsupported) {
        let from = try leaves(instruction.operand(0))
        let to = try leaves(instruction)
        let operands = try scalars(instruction.operand(0))
        if from.map(\.type) == to.map(\.type) { return define(instruction, operands) }
        if from.count == 1, to.count == 1 {
            return define(instruction, [try bitcast(operands[0], from[0], to[0])])
        }
        var pieces: [(value: ValueID, leaf: Leaf)] = []
        for (value, leaf) in zip(operands, from) { pieces.append(try bits(value, leaf)) }
        var results: [ValueID] = []
        var start = 0
        for leaf in to {
            let width = leaf.type.isInteger ? leaf.bits : leaf.type.bits ?? 32
            guard let type = Leaf.integer(width) else { throw Unsupported(what: "a value of \(width) bits") }
            let gathered = gather(pieces, start, Leaf(type: type, bits: width, offset: 0))
            results.append(leaf.type.isInteger ? gathered : builder.unary(.bitcast, leaf.type, gathered))
            start += width
        }
        define(instruction, results)
    }

    private mutating func bitcast(_ value: ValueID, _ from: Leaf, _ to: Leaf) throws(Unsupported) -> ValueID {
        guard from.type != .ptr, to.type != .ptr else { throw Unsupported(what: "a pointer taken for bits") }
        return builder.unary(.bitcast, to.type, value)
    }

    /// A scalar as an integer.
    private mutating func bits(_ value: ValueID, _ leaf: Leaf) throws(Unsupported) -> (value: ValueID, leaf: Leaf) {
        if leaf.type.isInteger { return (value, leaf) }
        guard leaf.type != .ptr, let type = Leaf.integer(leaf.bits) else {
            throw Unsupported(what: "pointers taken for bits")
        }
        return (builder.unary(.bitcast, type, value), Leaf(type: type, bits: leaf.bits, offset: 0))
    }

    /// The bits from `start` on of integers that lie one behind the other, the first lowest.
    mutating func gather(_ pieces: [(value: ValueID, leaf: Leaf)], _ start: Int, _ to: Leaf) -> ValueID {
        var result: ValueID?
        var position = 0
        for (value, leaf) in pieces {
            let distance = position - start
            position += leaf.bits
            guard distance < to.bits, distance + leaf.bits > 0 else { continue }
            var piece = value
            if distance < 0 {
                let shift = builder.constant(Int64(-distance), leaf.type)
                piece = builder.binary(.lshr, leaf.type, piece, shift)
            }
            piece = resized(piece, leaf, to)
            if distance > 0 {
                let shift = builder.constant(Int64(distance), to.type)
                piece = cut(builder.binary(.shl, to.type, piece, shift), to)
            }
            result = result.map { builder.binary(.or, to.type, $0, piece) } ?? piece
        }
        return result ?? builder.constant(0, to.type)
    }
}
