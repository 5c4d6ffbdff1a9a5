// What the loader needs to look into dynamic values and to make them for JavaScript: small exported functions, in
// modules alone that export functions which take or give such values. docs/wasm.md says what becomes of what.

import CBinaryen
import IR
import Support

/// The exported functions through which the loader converts values. Their names start with `hub:`.
struct HostAccess {
    /// The custom section that says which values of the exported functions are dynamic.
    private static let sectionName = "hubc.exports"

    /// What `hub:kind` answers of a value that is no small integer; a closure that takes N arguments is `closure` + N.
    private enum Kind: Int32 {
        case other, integer, double, string, pair, bytes, array, closure
    }

    private let types: ObjectTypes
    private let module: Module
    private let wasm: WasmModule
    private let string: LayoutID?
    private let pair: LayoutID?

    /// Nil when no one outside gets to see a dynamic value.
    init?(_ program: ObjectProgram, _ module: Module, _ wasm: WasmModule) {
        guard HostAccess.isNeeded(module) else { return nil }
        types = program.types
        self.module = module
        self.wasm = wasm
        let known = module.layouts.ids.filter { program.types.contains(.layout($0)) }
        string = known.first { module.layouts[$0].name == "string" && module.layouts[$0].holds(["bytes"]) }
        pair = known.first { module.layouts[$0].name == "pair" && module.layouts[$0].holds(["head", "tail"]) }
    }

    /// Defines and exports the functions.
    func add() {
        addKind()
        wasm.exportFunction(BoxedIntegers.unbox, as: "hub:integer")
        wasm.exportFunction(BoxedIntegers.box, as: "hub:fromInteger")
        export("double", [.eqref], .f64, wasm.field(0, of: object(.double), .f64))
        export("fromDouble", [.f64], .eqref, wasm.structure(types[.double], [wasm.get(0, .f64)]))
        addArray(.bytes, "Byte", .i32)
        if let string {
            export("bytesOfString", [.eqref], .eqref, field(0, of: string))
            export("string", [.eqref], .eqref, object(string))
        }
        if let pair {
            export("head", [.eqref], .eqref, field(0, of: pair))
            export("tail", [.eqref], .eqref, field(1, of: pair))
            export("pair", [.eqref, .eqref], .eqref, object(pair))
        }
        if types.hasArrayValues { addArray(.array, "Element", .eqref) }
        for count in types.closureArguments { addCall(count) }
        addSection()
    }

    /// Whether functions that `module` exports take or give dynamic values.
    static func isNeeded(_ module: Module) -> Bool { module.functions.values.contains(where: isDynamic) }

    private static func isDynamic(_ function: Function) -> Bool {
        let types = function.signature.parameters + function.signature.results
        return function.linkage == .export && types.contains(where: isDynamic)
    }

    private static func isDynamic(_ type: Type) -> Bool { type == .any || type.layout != nil }

    // MARK: Functions

    private func export(_ name: String, _ parameters: [WasmType], _ result: WasmType, _ body: WasmExpression) {
        let own = "hub:\(name)"
        _ = wasm.define(own, parameters: WasmType(parameters), results: result, variables: [], body: body)
        wasm.exportFunction(own, as: own)
    }

    private func argument(_ number: UInt32) -> WasmExpression { wasm.get(number, .eqref) }

    private func object(_ kind: ObjectKind) -> WasmExpression { wasm.cast(argument(0), types[kind]) }

    /// A field of the layout's object that is the first argument.
    private func field(_ number: Int, of layout: LayoutID) -> WasmExpression {
        wasm.field(types.structures.place(of: number, in: layout), of: object(.layout(layout)), .eqref)
    }

    /// A new object whose fields are the arguments.
    private func object(_ layout: LayoutID) -> WasmExpression {
        types.object(layout, wasm, fields: { argument(UInt32($0)) }) {
            preconditionFailure("HostAccess: elements of layout \(layout.rawValue)")
        }
    }

    private func addKind() {
        var kinds: [(ObjectKind, Int32)] = [
            (.integer, Kind.integer.rawValue), (.double, Kind.double.rawValue), (.bytes, Kind.bytes.rawValue),
        ]
        if types.hasArrayValues { kinds.append((.array, Kind.array.rawValue)) }
        if let string { kinds.append((.layout(string), Kind.string.rawValue)) }
        if let pair { kinds.append((.layout(pair), Kind.pair.rawValue)) }
        kinds += types.closureArguments.map { (.closure($0), Kind.closure.rawValue + Int32($0)) }
        var body = wasm.constant(Kind.other.rawValue)
        for (kind, number) in kinds where types.contains(kind) {
            body = wasm.conditional(wasm.test(argument(0), types[kind]), wasm.constant(number), body)
        }
        export("kind", [.eqref], .i32, body)
    }

    private func addArray(_ kind: ObjectKind, _ name: String, _ element: WasmType) {
        let index = wasm.get(1, .i32)
        export("new\(name)s", [.i32], .eqref, wasm.array(types[kind], size: wasm.get(0, .i32)))
        export("length\(name)s", [.eqref], .i32, wasm.length(ofArray: object(kind)))
        export("get\(name)", [.eqref, .i32], element, wasm.element(index, ofArray: object(kind), element))
        let set = wasm.setElement(wasm.get(1, .i32), ofArray: object(kind), wasm.get(2, element))
        export("set\(name)", [.eqref, .i32, element], .none, set)
    }

    private func addCall(_ count: Int) {
        let passed = (0..<count).map { argument(UInt32($0 + 1)) }
        let code = WasmType(types[.code(count)], isNullable: false)
        let target = wasm.field(0, of: object(.closure(count)), code)
        let call = wasm.call(reference: target, [object(.closure(count))] + passed, .eqref, isTail: false)
        export("call\(count)", Array(repeating: .eqref, count: count + 1), .eqref, call)
    }

    /// `{"name":"parameters:results"}`: a letter for each value, `d` for a dynamic one and `n` for any other.
    private func addSection() {
        func letters(_ types: [Type]) -> String { types.map { HostAccess.isDynamic($0) ? "d" : "n" }.joined() }
        let signatures = module.functions.values.filter(HostAccess.isDynamic).map { function in
            let (parameters, results) = (letters(function.signature.parameters), letters(function.signature.results))
            return (function.name, JSONValue.string("\(parameters):\(results)"))
        }
        wasm.addCustomSection(HostAccess.sectionName, JSONWriter.compact(.object(signatures)))
    }
}

extension ObjectLayout {
    /// Whether its fields are these, all of them dynamic, and there are no elements.
    fileprivate func holds(_ names: [String]) -> Bool {
        fields.map(\.name) == names && fields.allSatisfy { $0.type == .any } && elements == nil
    }
}
