// LLVM's types as lists of scalars: structures, arrays and vectors are taken apart, so that a value of LLVM's is a list
// of values here.

import CLLVM
import IR

/// One scalar of a type.
struct Leaf: Hashable {
    /// The type that holds it; an integer of an odd width lies in the next wider one, zeros above.
    let type: Type
    /// The significant bits of an integer, the width of a float; 0 for a pointer.
    let bits: Int
    /// Where it lies in memory, in bytes from the start.
    let offset: UInt64

    /// Whether the type has bits above the significant ones.
    var isOdd: Bool { type.isInteger && type.bits != bits }

    func moved(by distance: UInt64) -> Leaf { Leaf(type: type, bits: bits, offset: offset + distance) }

    /// The integer type of `bits` bits; nil above 64.
    static func integer(_ bits: Int) -> Type? {
        switch bits {
        case 1: .i1
        case 2...8: .i8
        case 9...16: .i16
        case 17...32: .i32
        case 33...64: .i64
        default: nil
        }
    }
}

/// What cannot be lowered, in words.
struct Unsupported: Error {
    let what: String
}

/// Takes types apart, each once.
struct Shapes {
    /// The layout of the module: sizes, alignments, offsets.
    private let layout: OpaquePointer
    private var known: [LLVMType: [Leaf]] = [:]

    init(_ module: OpaquePointer) { layout = LLVMGetModuleDataLayout(module) }

    /// In memory, in bytes.
    var pointerBytes: Int { Int(LLVMPointerSize(layout)) }

    func size(_ type: LLVMType) -> UInt64 { LLVMABISizeOfType(layout, type.handle) }
    func alignment(_ type: LLVMType) -> UInt32 { LLVMABIAlignmentOfType(layout, type.handle) }
    func fieldOffset(_ type: LLVMType, _ index: Int) -> UInt64 {
        LLVMOffsetOfElement(layout, type.handle, UInt32(index))
    }

    /// The scalars of `type`, in order; none for void.
    mutating func leaves(_ type: LLVMType) throws(Unsupported) -> [Leaf] {
        if let leaves = known[type] { return leaves }
        let leaves = try split(type)
        known[type] = leaves
        return leaves
    }

    private mutating func split(_ type: LLVMType) throws(Unsupported) -> [Leaf] {
        switch type.kind {
        case LLVMVoidTypeKind: return []
        case LLVMHalfTypeKind: return [Leaf(type: .f16, bits: 16, offset: 0)]
        case LLVMFloatTypeKind: return [Leaf(type: .f32, bits: 32, offset: 0)]
        case LLVMDoubleTypeKind: return [Leaf(type: .f64, bits: 64, offset: 0)]
        case LLVMPointerTypeKind: return [Leaf(type: .ptr, bits: 0, offset: 0)]
        case LLVMIntegerTypeKind:
            return try limbs(type.integerBits)
        case LLVMStructTypeKind:
            var leaves: [Leaf] = []
            for (index, field) in type.fields.enumerated() {
                let offset = fieldOffset(type, index)
                leaves += try self.leaves(field).map { $0.moved(by: offset) }
            }
            return leaves
        case LLVMArrayTypeKind: return try repeated(type.element, Int(type.arrayCount))
        case LLVMVectorTypeKind: return try repeated(type.element, type.vectorCount)
        default: throw Unsupported(what: "a value of type \(type.text)")
        }
    }

    /// An integer: one scalar, or limbs of 64 bits.
    private func limbs(_ bits: Int) throws(Unsupported) -> [Leaf] {
        guard bits <= 512 else { throw Unsupported(what: "an integer of \(bits) bits") }
        return stride(from: 0, to: bits, by: 64).compactMap { start in
            let count = min(64, bits - start)
            return Leaf.integer(count).map { Leaf(type: $0, bits: count, offset: UInt64(start / 8)) }
        }
    }

    private mutating func repeated(_ element: LLVMType, _ count: Int) throws(Unsupported) -> [Leaf] {
        guard count <= 4096 else { throw Unsupported(what: "a single value of \(count) elements") }
        let leaves = try leaves(element)
        let step = size(element)
        return (0..<count).flatMap { index in leaves.map { $0.moved(by: UInt64(index) * step) } }
    }

    /// Where the scalars of the part of `type` that `indices` lead to lie among its own, and how many they are.
    mutating func range(_ type: LLVMType, _ indices: [Int]) throws(Unsupported) -> Range<Int> {
        var start = 0
        var type = type
        for index in indices {
            if type.kind == LLVMStructTypeKind {
                let fields = type.fields
                for field in fields.prefix(index) { start += try leaves(field).count }
                type = fields[index]
            } else {
                type = type.element
                start += try leaves(type).count * index
            }
        }
        return start..<start + (try leaves(type).count)
    }
}
