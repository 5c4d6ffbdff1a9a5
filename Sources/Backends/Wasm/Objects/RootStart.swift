// What happens to roots when the module is instantiated: long texts are copied from linear memory into their arrays,
// other long arrays get their elements, and objects what no constant expression could give them.

import CBinaryen
import IR

/// The making of the functions that fill in the roots of a module.
struct RootStart {
    static let name = "hub.initialize"
    static let fill = "hub.fill"
    /// How many statements stand in one function: engines take none of more than 7 MB, and wasmtime is slow long before.
    private static let statementLimit = 250

    private let module: Module
    private let types: ObjectTypes
    private let roots: RootGlobals
    private let contents: LongContents
    private let plan: RootPlan
    private let wasm: WasmModule
    private var statements: [WasmExpression] = []

    init(
        _ module: Module, _ types: ObjectTypes, _ roots: RootGlobals, _ contents: LongContents, _ wasm: WasmModule
    ) {
        self.module = module
        self.types = types
        self.roots = roots
        self.contents = contents
        plan = types.rootPlan
        self.wasm = wasm
    }

    /// Adds the functions, where there is something to fill in. `data` takes the bytes of texts, `name` makes names.
    mutating func add(_ data: RuntimeData, name: (String) -> String) {
        addTexts(data)
        for id in module.roots.ids { addParts(of: id) }
        if statements.count > RootStart.statementLimit {
            let starts = stride(from: 0, to: statements.count, by: RootStart.statementLimit)
            var parts: [String] = []
            for start in starts {
                let part = Array(statements[start...].prefix(RootStart.statementLimit))
                let partName = name("\(RootStart.name).\(start)")
                _ = wasm.define(partName, parameters: .none, results: .none, variables: [], body: wasm.block(part))
                wasm.keepApart(partName)
                parts.append(partName)
            }
            statements = parts.map { wasm.call($0, [], .none) }
        }
        if !statements.isEmpty { wasm.setStart(RootStart.name, body: wasm.block(statements)) }
    }

    // MARK: Texts

    private mutating func addTexts(_ data: RuntimeData) {
        if contents.texts.isEmpty { return }
        addFill()
        var place = data.place(contents.texts.flatMap(\.bytes), alignment: 1)
        for text in contents.texts {
            let address = wasm.constant(Int32(bitPattern: place))
            statements.append(wasm.call(RootStart.fill, [address, array(of: text.root)], .none))
            place += UInt32(text.bytes.count)
        }
    }

    /// `hub.fill` copies bytes from linear memory into a byte array.
    private func addFill() {
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
        let body = wasm.loop("next", wasm.conditional(isLeft, next))
        _ = wasm.define(
            RootStart.fill, parameters: WasmType([.i32, type]), results: .none, variables: [.i32], body: body)
    }

    // MARK: Fields and elements

    /// The array of a root: its own, or that of its elements.
    private func array(of root: RootID) -> WasmExpression {
        let value = roots.first(root, .eqref, wasm)
        guard case .object(let layout, _) = module.roots[root].value else { return value }
        return types.elements(of: value, layout, wasm)
    }

    private mutating func addParts(of id: RootID) {
        if roots.isSetLate(id) { statements.append(roots.set(id, first(id), wasm)) }
        switch module.roots[id].value {
        case .object(let layout, let values):
            let fields = module.layouts[layout].fields
            for (number, value) in values.prefix(fields.count).enumerated() {
                guard case .root(let root) = value, plan.waits(root, in: id) else { continue }
                let place = types.structures.place(of: number, in: layout)
                statements.append(wasm.setField(place, of: roots.first(id, .eqref, wasm), first(root)))
            }
            if let elements = module.layouts[layout].elements {
                addElements(Array(values.dropFirst(fields.count)), elements, of: id)
            }
        case .array(let elements): addElements(elements.map(RootField.root), .any, of: id)
        case .null, .integer, .float, .bytes, .closure, .same: break
        }
    }

    private mutating func addElements(_ values: [RootField], _ type: Type, of id: RootID) {
        // Those of texts come from memory.
        if ObjectKind.elements(of: type) == .bytes { return }
        let isLong = contents.roots.contains(id)
        for (index, value) in values.enumerated() where isLong || plan.waits(value, in: id) {
            let element: WasmExpression
            switch value {
            case .root(let root):
                if plan.isNull(root) { continue }
                element = first(root)
            case .bits(let bits):
                if bits == 0 { continue }
                element = types.constant(bits, type, wasm)
            }
            statements.append(wasm.setElement(wasm.constant(Int32(index)), ofArray: array(of: id), element))
        }
    }

    private func first(_ root: RootID) -> WasmExpression { roots.first(root, .eqref, wasm) }
}
