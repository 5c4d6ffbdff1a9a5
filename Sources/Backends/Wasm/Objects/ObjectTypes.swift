// The types of objects in WebAssembly, all in one group. A dynamic value is an `eqref`: null is nil, a small integer an
// `i31`, everything else an object. docs/wasm.md shows them.

import IR
import Support

/// The types of a module's objects.
struct ObjectTypes {
    private let types: [ObjectKind: WasmHeapType]
    private let kinds: ObjectKinds
    private let pointer: WasmType
    let structures: ObjectStructures
    /// The type of each layout's elements.
    private let elements: PrimaryMap<LayoutID, Type?>
    /// The numbers of arguments that closures take, in ascending order.
    let closureArguments: [Int]

    /// `pointer` holds an address in linear memory.
    init(_ kinds: ObjectKinds, _ module: Module, pointer: WasmType) {
        let ordered = kinds.ordered
        structures = ObjectStructures(module.layouts, isNumbered: kinds.contains(.numbered))
        let maker = TypeMaker(kinds, ordered, module, structures, pointer: pointer)
        for kind in ordered { maker.define(kind) }
        types = Dictionary(uniqueKeysWithValues: zip(ordered, maker.builder.build()))
        self.kinds = kinds
        self.pointer = pointer
        closureArguments = ordered.compactMap { kind in
            if case .closure(let count) = kind { count } else { nil }
        }
        var elements = PrimaryMap<LayoutID, Type?>()
        for layout in module.layouts.values { elements.append(layout.elements) }
        self.elements = elements
    }

    /// Requires: the module has objects of this kind.
    subscript(kind: ObjectKind) -> WasmHeapType {
        guard let type = types[kind] else { preconditionFailure("ObjectTypes: no type for \(kind)") }
        return type
    }

    /// Whether the module has objects of this kind.
    func contains(_ kind: ObjectKind) -> Bool { types[kind] != nil }

    /// Whether arrays are values, and not only what holds elements of objects.
    var hasArrayValues: Bool { kinds.hasArrayValues }

    /// How the roots are made.
    var rootPlan: RootPlan { kinds.roots }

    /// What holds a reference to an object of a layout, or none.
    func reference(_ layout: LayoutID) -> WasmType { WasmType(self[.layout(layout)], isNullable: true) }

    /// What holds the elements of the objects of a layout. Requires: the layout has elements.
    func elementsKind(of layout: LayoutID) -> ObjectKind {
        guard let type = elements[layout] else {
            preconditionFailure("ObjectTypes: layout \(layout.rawValue) has no elements")
        }
        return .elements(of: type)
    }

    /// Whether a field is set after its object was made.
    func changes(_ field: Int, of layout: LayoutID) -> Bool { kinds.changes.contains(field, of: layout) }

    /// What kind of object a closure of `function` is.
    func closure(of function: FunctionID, captured: Int) -> ObjectKind {
        kinds.closure(of: function, captured: captured)
    }

    /// What holds a field or an element of `type`.
    func fieldType(_ type: Type) -> WasmType {
        if type == .ptr { return pointer }
        return type.layout.map(reference) ?? WasmType(type)
    }
}

extension ObjectTypes {
    /// A new object of `layout`, made of the values of its fields, by number, and an array of its elements.
    func object(
        _ layout: LayoutID, _ wasm: WasmModule, fields: (Int) -> WasmExpression, elements: () -> WasmExpression
    ) -> WasmExpression {
        let parts = structures.parts(of: layout).map { part in
            switch part {
            case .layoutNumber: wasm.constant(layout.number)
            case .field(let number): fields(number)
            case .elements: elements()
            }
        }
        return wasm.structure(self[.layout(layout)], parts)
    }

    /// The array with the elements of `object`, which is one of `layout`.
    func elements(of object: WasmExpression, _ layout: LayoutID, _ wasm: WasmModule) -> WasmExpression {
        let type = WasmType(self[elementsKind(of: layout)], isNullable: false)
        return wasm.field(structures.elementsPlace(in: layout), of: object, type)
    }
}

/// Gives each kind of object its type.
private struct TypeMaker {
    let builder: WasmTypeBuilder
    private let kinds: ObjectKinds
    private let module: Module
    private let structures: ObjectStructures
    private let pointer: WasmType
    private let numbers: [ObjectKind: Int]

    init(
        _ kinds: ObjectKinds, _ ordered: [ObjectKind], _ module: Module, _ structures: ObjectStructures,
        pointer: WasmType
    ) {
        self.kinds = kinds
        self.module = module
        self.structures = structures
        self.pointer = pointer
        numbers = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
        builder = WasmTypeBuilder(count: ordered.count)
    }

    func define(_ kind: ObjectKind) {
        switch kind {
        case .numbered: structure(kind, [WasmField(type: .i32, isMutable: false)])
        case .layout(let layout): defineLayout(layout)
        case .code(let count):
            let this = reference(.closure(count), isNullable: false)
            builder.setFunction(
                number(kind), [this] + Array(repeating: .eqref, count: count), result: .eqref)
        case .closure(let count): structure(kind, [code(count)])
        case .capturing(let count, let captured):
            let values = Array(repeating: WasmField(type: .eqref, isMutable: false), count: captured)
            structure(kind, [code(count)] + values, parent: .closure(count))
        case .uncallable, .unwinding: structure(kind, [])
        case .integer: structure(kind, [WasmField(type: .i64, isMutable: false)])
        case .single: structure(kind, [WasmField(type: .f32, isMutable: false)])
        case .double: structure(kind, [WasmField(type: .f64, isMutable: false)])
        case .address: structure(kind, [WasmField(type: pointer, isMutable: false)])
        case .bytes: builder.setArray(number(kind), WasmField(type: .i32, isMutable: true, packing: .byte))
        case .array: builder.setArray(number(kind), WasmField(type: .eqref, isMutable: true))
        case .scalars(let element):
            let packing: WasmPacking = element == .i16 ? .short : .whole
            builder.setArray(number(kind), WasmField(type: type(element), isMutable: true, packing: packing))
        case .cell: structure(kind, [WasmField(type: .eqref, isMutable: true)])
        }
    }

    private func defineLayout(_ id: LayoutID) {
        let layout = module.layouts[id]
        let fields = structures.parts(of: id).map { part in
            switch part {
            case .layoutNumber: WasmField(type: .i32, isMutable: false)
            case .field(let number):
                WasmField(type: type(layout.fields[number].type), isMutable: kinds.changes.contains(number, of: id))
            case .elements:
                WasmField(type: elements(of: layout), isMutable: false)
            }
        }
        let root: ObjectKind? = kinds.contains(.numbered) ? .numbered : nil
        structure(.layout(id), fields, parent: layout.parent.map { .layout($0) } ?? root)
    }

    private func elements(of layout: ObjectLayout) -> WasmType {
        guard let type = layout.elements else {
            preconditionFailure("TypeMaker: layout '\(layout.name)' has no elements")
        }
        return reference(.elements(of: type), isNullable: false)
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
