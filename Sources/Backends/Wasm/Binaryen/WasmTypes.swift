// The types of WebAssembly values, and which of them holds a value of the IR.

import CBinaryen
import IR

/// A type of WebAssembly: a number, a reference, a tuple of them, or none.
struct WasmType: Hashable {
    let reference: BinaryenType

    static var none: WasmType { WasmType(reference: BinaryenTypeNone()) }
    static var i32: WasmType { WasmType(reference: BinaryenTypeInt32()) }
    static var i64: WasmType { WasmType(reference: BinaryenTypeInt64()) }
    static var f32: WasmType { WasmType(reference: BinaryenTypeFloat32()) }
    static var f64: WasmType { WasmType(reference: BinaryenTypeFloat64()) }

    /// A reference to what can be compared by identity, or null: it holds any dynamic value.
    static var eqref: WasmType { WasmType(reference: BinaryenTypeEqref()) }

    init(reference: BinaryenType) { self.reference = reference }

    /// A reference to objects of `type`, or null as well.
    init(_ type: WasmHeapType, isNullable: Bool) {
        reference = BinaryenTypeFromHeapType(type.reference, isNullable)
    }

    /// What values of `type` are held in: integers up to 32 bits in an i32.
    ///
    /// Requires: the back end's capabilities name `type`, and it is no pointer and no reference to a layout.
    init(_ type: Type) {
        switch type.kind {
        case .i1, .i8, .i16, .i32: self = .i32
        case .i64: self = .i64
        case .f32: self = .f32
        case .f64: self = .f64
        case .any: self = .eqref
        case .f16, .ptr, .ref: preconditionFailure("WasmType: no such type in a legal module")
        }
    }

    /// The type of a list of values: none, the only one, or a tuple.
    init(_ types: [WasmType]) {
        var elements = types.map(\.reference)
        switch elements.count {
        case 0: self = .none
        case 1: self = types[0]
        default: reference = BinaryenTypeCreate(&elements, UInt32(elements.count))
        }
    }
}

/// An expression of a module that is being built; the module owns it. It stands in one place only.
struct WasmExpression {
    let reference: BinaryenExpressionRef

    init(_ reference: BinaryenExpressionRef?) {
        guard let reference else { preconditionFailure("WasmExpression: Binaryen answered no expression") }
        self.reference = reference
    }
}
