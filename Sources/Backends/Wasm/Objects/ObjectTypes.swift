// The types of objects in WebAssembly, all in one group. A dynamic value is an `eqref`: null is nil, a small integer an
// `i31`, everything else an object. docs/wasm.md shows them.

import IR

/// The types of a module's objects.
struct ObjectTypes {
    private let types: [ObjectKind: WasmHeapType]
    private let kinds: ObjectKinds
    private let pointer: WasmType

    /// `pointer` holds an address in linear memory.
    init(_ kinds: ObjectKinds, _ module: Module, pointer: WasmType) {
        let ordered = kinds.ordered
        let maker = TypeMaker(kinds, ordered, module, pointer: pointer)
        for kind in ordered { maker.define(kind) }
        types = Dictionary(uniqueKeysWithValues: zip(ordered, maker.builder.build()))
        self.kinds = kinds
        self.pointer = pointer
    }

    /// Requires: the module has objects of this kind.
    subscript(kind: ObjectKind) -> WasmHeapType {
        guard let type = types[kind] else { preconditionFailure("ObjectTypes: no type for \(kind)") }
        return type
    }

    /// Whether the module has objects of this kind.
    func contains(_ kind: ObjectKind) -> Bool { types[kind] != nil }

    /// The numbers of arguments that closures take, in ascending order.
    var closureArguments: [Int] {
        types.keys.compactMap { kind in
            if case .closure(let count) = kind { count } else { nil }
        }.sorted()
    }

    /// What holds a reference to an object of a layout, or none.
    func reference(_ layout: LayoutID) -> WasmType { WasmType(self[.layout(layout)], isNullable: true) }

    /// Whether a field is set after its object was made.
    func changes(_ field: Int, of layout: LayoutID) -> Bool { kinds.changes(field, of: layout) }

    /// What kind of object a closure of `function` is.
    func closure(of function: FunctionID, captured: Int) -> ObjectKind {
        kinds.closure(of: function, captured: captured)
    }

    /// What holds a field of `type`.
    func fieldType(_ type: Type) -> WasmType {
        if type == .ptr { return pointer }
        return type.layout.map(reference) ?? WasmType(type)
    }
}

/// Gives each kind of object its type.
private struct TypeMaker {
    let builder: WasmTypeBuilder
    private let kinds: ObjectKinds
    private let module: Module
    private let pointer: WasmType
    private let numbers: [ObjectKind: Int]

    init(_ kinds: ObjectKinds, _ ordered: [ObjectKind], _ module: Module, pointer: WasmType) {
        self.kinds = kinds
        self.module = module
        self.pointer = pointer
        numbers = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
        builder = WasmTypeBuilder(count: ordered.count)
    }

    func define(_ kind: ObjectKind) {
        switch kind {
        case .layout(let layout): defineLayout(layout)
        case .code(let count):
            let this = reference(.closure(count), isNullable: false)
            builder.setFunction(
                number(kind), [this] + Array(repeating: .eqref, count: count), result: .eqref)
        case .closure(let count): structure(kind, [code(count)])
        case .capturing(let count, let captured):
            let values = Array(repeating: WasmField(type: .eqref, isMutable: false), count: captured)
            structure(kind, [code(count)] + values, parent: .closure(count))
        case .uncallable: structure(kind, [])
        case .integer: structure(kind, [WasmField(type: .i64, isMutable: false)])
        case .single: structure(kind, [WasmField(type: .f32, isMutable: false)])
        case .double: structure(kind, [WasmField(type: .f64, isMutable: false)])
        case .address: structure(kind, [WasmField(type: pointer, isMutable: false)])
        case .bytes: builder.setArray(number(kind), WasmField(type: .i32, isMutable: true, isByte: true))
        case .array: builder.setArray(number(kind), WasmField(type: .eqref, isMutable: true))
        case .cell: structure(kind, [WasmField(type: .eqref, isMutable: true)])
        }
    }

    private func defineLayout(_ id: LayoutID) {
        let layout = module.layouts[id]
        let fields = layout.fields.enumerated().map { number, field in
            WasmField(type: type(field.type), isMutable: kinds.changes(number, of: id))
        }
        structure(.layout(id), fields, parent: layout.parent.map { .layout($0) })
    }

    private func structure(_ kind: ObjectKind, _ fields: [WasmField], parent: ObjectKind? = nil) {
        builder.setStructure(number(kind), fields, parent: parent.map(number), isOpen: kinds.isExtended(kind))
    }

    private func type(_ type: Type) -> WasmType {
        if type == .ptr { return pointer }
        guard let layout = type.layout else { return WasmType(type) }
        return reference(.layout(layout), isNullable: true)
    }

    private func code(_ count: Int) -> WasmField {
        WasmField(type: reference(.code(count), isNullable: false), isMutable: false)
    }

    private func reference(_ kind: ObjectKind, isNullable: Bool) -> WasmType {
        builder.reference(number(kind), isNullable: isNullable)
    }

    private func number(_ kind: ObjectKind) -> Int {
        guard let number = numbers[kind] else { preconditionFailure("TypeMaker: no number for \(kind)") }
        return number
    }
}
