// Roots as globals. What a root starts with is a constant expression. The bytes of longer texts lie in linear memory
// and are copied into their arrays when the module is instantiated: a list of bytes takes three times the room.

import CBinaryen
import IR

/// The globals of a module's roots.
struct RootGlobals {
    private static let fill = "hub.fill"
    private static let start = "hub.initialize"
    static let functionNames = [fill, start]

    private let module: Module
    private let types: ObjectTypes
    private let texts: LongTexts
    /// Binaryen's name of each root.
    private let names: [String]
    /// Where what a root starts with can be had, also when the root is set to something else.
    private let firstNames: [String]
    /// The type of what each root starts with; nil for nil.
    private let firstTypes: [WasmType?]

    init(_ module: Module, _ types: ObjectTypes) {
        self.module = module
        self.types = types
        let texts = LongTexts(module)
        self.texts = texts
        var taken = Set(module.roots.values.map(\.name))
        names = module.roots.values.map(\.name)
        var firstTypes: [WasmType?] = []
        for root in module.roots.values { firstTypes.append(RootGlobals.type(root.value, firstTypes, types)) }
        self.firstTypes = firstTypes
        var named = Set(module.roots.values.flatMap(\.value.roots))
        named.formUnion(texts.arrays)
        firstNames = module.roots.ids.map { id in
            let root = module.roots[id]
            if root.isConstant || !named.contains(id) || firstTypes[id.index] == nil { return root.name }
            var name = root.name + "'first"
            while !taken.insert(name).inserted { name += "'" }
            return name
        }
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

    // MARK: Declarations

    /// Declares the globals, and the function that fills them in when the module is instantiated. `closure` makes
    /// closures.
    func declare(
        _ wasm: WasmModule, _ data: RuntimeData, closure: (FunctionID, [WasmExpression]) -> WasmExpression
    ) {
        for id in module.roots.ids {
            let root = module.roots[id]
            let value = firstValue(id, wasm, closure)
            let type = firstTypes[id.index] ?? .eqref
            if root.isConstant {
                wasm.addGlobal(names[id.index], type, isMutable: false, value)
            } else if firstNames[id.index] == root.name {
                wasm.addGlobal(root.name, .eqref, isMutable: true, value)
            } else {
                wasm.addGlobal(firstNames[id.index], type, isMutable: false, value)
                wasm.addGlobal(root.name, .eqref, isMutable: true, first(id, .eqref, wasm))
            }
        }
        addStart(wasm, data)
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
    private func first(_ root: RootID, _ type: WasmType, _ wasm: WasmModule) -> WasmExpression {
        firstTypes[root.index].map { wasm.global(firstNames[root.index], $0) } ?? wasm.null(type)
    }

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
            let size = wasm.constant(Int32(bytes.count))
            if texts.arrays.contains(id) { return wasm.array(types[.bytes], size: size) }
            return wasm.array(types[.bytes], bytes.map { wasm.constant(Int32($0)) })
        case .object(let layout, let fields):
            let declared = module.layouts[layout].fields
            return wasm.structure(types[.layout(layout)], zip(declared, fields).map { fieldValue($0.0, $0.1, wasm) })
        case .closure(let function, let captured): return closure(function, captured.map { first($0, .eqref, wasm) })
        case .array(let elements):
            if texts.arrays.contains(id) {
                return wasm.array(types[.array], size: wasm.constant(Int32(elements.count)))
            }
            return wasm.array(types[.array], elements.map { first($0, .eqref, wasm) })
        case .same(let root): return first(root, .eqref, wasm)
        }
    }

    private func fieldValue(_ field: Field, _ value: RootField, _ wasm: WasmModule) -> WasmExpression {
        switch value {
        case .root(let root): return first(root, types.fieldType(field.type), wasm)
        case .bits(let bits):
            let type = types.fieldType(field.type)
            if type == .i64 { return wasm.constant(Int64(bitPattern: bits)) }
            if type == .f32 { return wasm.single(bits: UInt32(truncatingIfNeeded: bits)) }
            if type == .f64 { return wasm.double(bits: bits) }
            return wasm.constant(Int32(truncatingIfNeeded: bits))
        }
    }

    // MARK: Instantiation

    private func addStart(_ wasm: WasmModule, _ data: RuntimeData) {
        var statements: [WasmExpression] = []
        if !texts.bytes.isEmpty {
            addFill(wasm)
            var place = wasm.constant(Int32(bitPattern: data.place(texts.bytes, alignment: 1)))
            for root in texts.roots { place = wasm.call(RootGlobals.fill, [place, first(root, .eqref, wasm)], .i32) }
            statements.append(wasm.drop(place))
        }
        for id in module.roots.ids where texts.arrays.contains(id) {
            guard case .array(let elements) = module.roots[id].value else { continue }
            for (index, element) in elements.enumerated() where firstTypes[element.index] != nil {
                statements.append(
                    wasm.setElement(
                        wasm.constant(Int32(index)), ofArray: first(id, .eqref, wasm), first(element, .eqref, wasm)))
            }
        }
        if !statements.isEmpty { wasm.setStart(RootGlobals.start, body: wasm.block(statements)) }
    }

    /// `hub.fill` copies bytes from linear memory into a byte array, and answers where they end.
    private func addFill(_ wasm: WasmModule) {
        let type = WasmType(types[.bytes], isNullable: false)
        func place() -> WasmExpression { wasm.get(0, .i32) }
        func array() -> WasmExpression { wasm.get(1, type) }
        func index() -> WasmExpression { wasm.get(2, .i32) }
        let byte = wasm.load(.i32, bytes: 1, wasm.binary(BinaryenAddInt32(), place(), index()), offset: 0)
        let isLeft = wasm.binary(BinaryenLtUInt32(), index(), wasm.length(ofArray: array()))
        let next = wasm.block([
            wasm.setElement(index(), ofArray: array(), byte),
            wasm.set(2, wasm.binary(BinaryenAddInt32(), index(), 1)), wasm.branch("next"),
        ])
        let end = wasm.binary(BinaryenAddInt32(), place(), index())
        let body = wasm.block([wasm.loop("next", wasm.conditional(isLeft, next))], value: end, .i32)
        _ = wasm.define(
            RootGlobals.fill, parameters: WasmType([.i32, type]), results: .i32, variables: [.i32], body: body)
    }
}

/// The roots whose contents are filled in when the module is instantiated.
private struct LongTexts {
    /// Engines take no longer lists of elements.
    private static let elementLimit = 10_000
    /// What filling takes in code: for each text, and for all.
    private static let textCost = 12
    private static let functionCost = 64

    /// The byte arrays among them, in order.
    let roots: [RootID]
    /// All of them, arrays of values too.
    let arrays: Set<RootID>
    /// The bytes of all texts.
    let bytes: [UInt8]

    init(_ module: Module) {
        var texts: [(root: RootID, bytes: [UInt8])] = []
        var arrays: Set<RootID> = []
        var saved = 0
        var mustFill = false
        for id in module.roots.ids {
            switch module.roots[id].value {
            case .bytes(let bytes):
                guard bytes.count * 2 > LongTexts.textCost else { continue }
                texts.append((id, bytes))
                saved += bytes.count * 2 - LongTexts.textCost
                mustFill = mustFill || bytes.count > LongTexts.elementLimit
            case .array(let elements): if elements.count > LongTexts.elementLimit { arrays.insert(id) }
            case .null, .integer, .float, .object, .closure, .same: break
            }
        }
        if !mustFill, saved <= LongTexts.functionCost { texts = [] }
        roots = texts.map(\.root)
        bytes = texts.flatMap(\.bytes)
        self.arrays = arrays.union(roots)
    }
}
