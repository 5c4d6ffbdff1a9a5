// Makes the types of objects and of the functions that they refer to: one group of types that may name each other, in
// which types of the same shape stay different types.

import CBinaryen

/// A type of objects, or of functions that are called through references.
struct WasmHeapType: Hashable {
    let reference: BinaryenHeapType

    /// Small integers inside of references.
    static var i31: WasmHeapType { WasmHeapType(reference: BinaryenHeapTypeI31()) }
}

/// How much of an i32 an array keeps of each element.
enum WasmPacking {
    case whole, byte, short

    fileprivate var type: BinaryenPackedType {
        switch self {
        case .whole: BinaryenPackedTypeNotPacked()
        case .byte: BinaryenPackedTypeInt8()
        case .short: BinaryenPackedTypeInt16()
        }
    }
}

/// A field of a structure, or the elements of an array.
struct WasmField {
    let type: WasmType
    let isMutable: Bool
    var packing = WasmPacking.whole
}

/// A group of types that is being made; each has its number.
struct WasmTypeBuilder {
    private let builder: TypeBuilderRef
    private let count: Int

    init(count: Int) {
        guard let builder = TypeBuilderCreate(UInt32(count)) else {
            preconditionFailure("WasmTypeBuilder: Binaryen made no builder")
        }
        self.builder = builder
        self.count = count
    }

    /// A reference to the type number `index`, for use in this group.
    func reference(_ index: Int, isNullable: Bool) -> WasmType {
        WasmType(reference: TypeBuilderGetTempRefType(builder, heapType(index), isNullable ? 1 : 0))
    }

    /// `isOpen`: others may name it as their `parent`, whose fields are their first ones. A parent has a lower number.
    func setStructure(_ index: Int, _ fields: [WasmField], parent: Int?, isOpen: Bool) {
        var types = fields.map(\.type.reference)
        var packed = fields.map(\.packing.type)
        var mutable = fields.map(\.isMutable)
        TypeBuilderSetStructType(builder, UInt32(index), &types, &packed, &mutable, Int32(fields.count))
        if let parent { TypeBuilderSetSubType(builder, UInt32(index), heapType(parent)) }
        if isOpen { TypeBuilderSetOpen(builder, UInt32(index)) }
    }

    func setArray(_ index: Int, _ element: WasmField) {
        TypeBuilderSetArrayType(
            builder, UInt32(index), element.type.reference, element.packing.type, element.isMutable ? 1 : 0)
    }

    func setFunction(_ index: Int, _ parameters: [WasmType], result: WasmType) {
        var types = parameters.map(\.reference)
        let tuple = types.count == 1 ? types[0] : TypeBuilderGetTempTupleType(builder, &types, UInt32(types.count))
        TypeBuilderSetSignatureType(builder, UInt32(index), tuple, result.reference)
    }

    /// The finished types; the builder is gone then.
    func build() -> [WasmHeapType] {
        var types = [BinaryenHeapType](repeating: 0, count: count)
        var (index, reason): (UInt32, UInt32) = (0, 0)
        TypeBuilderCreateRecGroup(builder, 0, UInt32(count))
        guard TypeBuilderBuildAndDispose(builder, &types, &index, &reason) else {
            preconditionFailure("WasmTypeBuilder: Binaryen refuses type \(index) for reason \(reason)")
        }
        return types.map { WasmHeapType(reference: $0) }
    }

    private func heapType(_ index: Int) -> BinaryenHeapType { TypeBuilderGetTempHeapType(builder, UInt32(index)) }
}
