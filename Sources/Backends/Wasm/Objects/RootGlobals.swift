// Roots as globals. What a root starts with is a constant expression, which can only name globals above it: what an
// object refers to below it, and what is long, is filled in when the module is instantiated.

import CBinaryen
import IR

/// The globals of a module's roots.
struct RootGlobals {
    private let module: Module
    private let types: ObjectTypes
    private let contents: LongContents
    private let plan: RootPlan
    /// Binaryen's name of each root.
    private let names: [String]
    /// Where what a root starts with can be had, also when the root is set to something else.
    private let firstNames: [String]
    /// The type of what each root starts with; nil for nil.
    private let firstTypes: [WasmType?]
    /// The global with the mark of a call that is being unwound.
    private let unwindingName: String

    init(_ module: Module, _ types: ObjectTypes) {
        self.module = module
        self.types = types
        contents = LongContents(module)
        plan = types.rootPlan
        var taken = Set(module.roots.values.map(\.name))
        names = module.roots.values.map(\.name)
        var firstTypes: [WasmType?] = []
        for root in module.roots.values { firstTypes.append(RootGlobals.type(root.value, firstTypes, types)) }
        self.firstTypes = firstTypes
        var named = Set(module.roots.values.flatMap(\.value.roots))
        named.formUnion(contents.roots)
        named.formUnion(module.roots.ids.filter(types.rootPlan.hasGaps))
        firstNames = module.roots.ids.map { id in
            let root = module.roots[id]
            if root.isConstant || !named.contains(id) || firstTypes[id.index] == nil { return root.name }
            var name = root.name + "'first"
            while !taken.insert(name).inserted { name += "'" }
            return name
        }
        var unwindingName = "hub.unwinding"
        while !taken.insert(unwindingName).inserted { unwindingName += "'" }
        self.unwindingName = unwindingName
    }

    /// The value of a root.
    func value(_ root: RootID, _ wasm: WasmModule) -> WasmExpression {
        let isConstant = module.roots[root].isConstant
        if isConstant { return first(root, .eqref, wasm) }
        return wasm.global(names[root.index], .eqref)
    }

    func set(_ root: RootID, _ value: WasmExpression, _ wasm: WasmModule) -> WasmExpression {
        wasm.setGlobal(names[root.index], value)
    }

    /// The mark of a call that is being unwound.
    func unwinding(_ wasm: WasmModule) -> WasmExpression {
        wasm.global(unwindingName, WasmType(types[.unwinding], isNullable: false))
    }

    // MARK: Declarations

    /// Declares the globals, and the functions that fill them in when the module is instantiated. `data` takes the
    /// bytes of long texts; `name` makes names of functions, and `closure` closures.
    func declare(
        _ wasm: WasmModule, _ data: RuntimeData, name: (String) -> String,
        closure: (FunctionID, [WasmExpression]) -> WasmExpression
    ) {
        if types.contains(.unwinding) {
            let type = WasmType(types[.unwinding], isNullable: false)
            wasm.addGlobal(unwindingName, type, isMutable: false, wasm.structure(types[.unwinding], []))
        }
        for id in module.roots.ids {
            let root = module.roots[id]
            let value = firstValue(id, wasm, closure)
            let type = firstTypes[id.index] ?? .eqref
            if !root.isConstant, !hasOwnFirst(id) {
                wasm.addGlobal(root.name, .eqref, isMutable: true, value)
                continue
            }
            wasm.addGlobal(firstNames[id.index], type, isMutable: plan.isMutable(id), value)
            if root.isConstant { continue }
            let start = plan.isMutable(id) ? wasm.null(.eqref) : first(id, .eqref, wasm)
            wasm.addGlobal(root.name, .eqref, isMutable: true, start)
        }
        var start = RootStart(module, types, self, contents, wasm)
        start.add(data, name: name)
    }

    private static func type(_ value: RootValue, _ earlier: [WasmType?], _ types: ObjectTypes) -> WasmType? {
        let kind: ObjectKind
        switch value {
        case .null: return nil
        case .integer(let integer):
            if BoxedIntegers.isSmall(integer) { return WasmType(.i31, isNullable: false) }
            kind = .integer
        case .float: kind = .double
        case .bytes: kind = .bytes
        case .object(let layout, _): kind = .layout(layout)
        case .closure(let function, let captured): kind = types.closure(of: function, captured: captured.count)
        case .array: kind = .array
        case .same(let root): return earlier[root.index]
        }
        return WasmType(types[kind], isNullable: false)
    }

    /// What a root starts with, where it has been declared; null of `type` for nil.
    func first(_ root: RootID, _ type: WasmType, _ wasm: WasmModule) -> WasmExpression {
        firstTypes[root.index].map { wasm.global(firstNames[root.index], $0) } ?? wasm.null(type)
    }

    /// As `first`; null where that is filled in later.
    private func known(_ root: RootID, _ type: WasmType, in place: RootID, _ wasm: WasmModule) -> WasmExpression {
        plan.waits(root, in: place) ? wasm.null(type) : first(root, type, wasm)
    }

    /// Whether what a root that code sets starts with has a global of its own.
    private func hasOwnFirst(_ root: RootID) -> Bool { firstNames[root.index] != names[root.index] }

    /// Whether a root starts as null, and gets its value when the module is instantiated.
    func isSetLate(_ root: RootID) -> Bool { hasOwnFirst(root) && plan.isMutable(root) }

    /// The constant expression of what a root starts with.
    private func firstValue(
        _ id: RootID, _ wasm: WasmModule, _ closure: (FunctionID, [WasmExpression]) -> WasmExpression
    ) -> WasmExpression {
        switch module.roots[id].value {
        case .null: return wasm.null(.eqref)
        case .integer(let integer):
            if BoxedIntegers.isSmall(integer) { return wasm.small(wasm.constant(Int32(truncatingIfNeeded: integer))) }
            return wasm.structure(types[.integer], [wasm.constant(integer)])
        case .float(let bits): return wasm.structure(types[.double], [wasm.double(bits: bits)])
        case .bytes(let bytes):
            if contents.roots.contains(id) { return array(.bytes, count: bytes.count, wasm) }
            return wasm.array(types[.bytes], bytes.map { wasm.constant(Int32($0)) })
        case .object(let layout, let values):
            let fields = module.layouts[layout].fields
            return types.object(
                layout, wasm, fields: { constant(values[$0], fields[$0].type, in: id, wasm) },
                elements: { elements(layout, Array(values.dropFirst(fields.count)), of: id, wasm) })
        case .closure(let function, let captured): return closure(function, captured.map { first($0, .eqref, wasm) })
        case .array(let elements):
            if contents.roots.contains(id) { return array(.array, count: elements.count, wasm) }
            return wasm.array(types[.array], elements.map { known($0, .eqref, in: id, wasm) })
        case .same(let root): return first(root, .eqref, wasm)
        }
    }

    private func array(_ kind: ObjectKind, count: Int, _ wasm: WasmModule) -> WasmExpression {
        wasm.array(types[kind], size: wasm.constant(Int32(count)))
    }

    private func elements(
        _ layout: LayoutID, _ values: [RootField], of root: RootID, _ wasm: WasmModule
    ) -> WasmExpression {
        let kind = types.elementsKind(of: layout)
        if contents.roots.contains(root) { return array(kind, count: values.count, wasm) }
        let type = module.layouts[layout].elements ?? .any
        return wasm.array(types[kind], values.map { constant($0, type, in: root, wasm) })
    }

    /// What a field or an element of a root starts with in a constant expression.
    private func constant(_ value: RootField, _ type: Type, in place: RootID, _ wasm: WasmModule) -> WasmExpression {
        switch value {
        case .root(let root): known(root, types.fieldType(type), in: place, wasm)
        case .bits(let bits): types.constant(bits, type, wasm)
        }
    }
}

extension ObjectTypes {
    /// A scalar of `type`.
    func constant(_ bits: UInt64, _ type: Type, _ wasm: WasmModule) -> WasmExpression {
        let type = fieldType(type)
        if type == .i64 { return wasm.constant(Int64(bitPattern: bits)) }
        if type == .f32 { return wasm.single(bits: UInt32(truncatingIfNeeded: bits)) }
        if type == .f64 { return wasm.double(bits: bits) }
        return wasm.constant(Int32(truncatingIfNeeded: bits))
    }
}
