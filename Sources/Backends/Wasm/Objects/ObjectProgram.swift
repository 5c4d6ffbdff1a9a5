// What a module with dynamic values has besides its functions: types, globals for its roots, the code of its closures,
// and functions for boxed integers.

import BackendKit
import IR

/// The objects of one module. A class, because the lowering of all functions asks for code of closures.
final class ObjectProgram {
    /// The custom section that tells such modules, which may have lost all their objects, from others.
    static let sectionName = "hubc.objects"

    let types: ObjectTypes
    let roots: RootGlobals
    private let module: Module
    private let wasm: WasmModule
    private let functionNames: [String]
    /// The code of closures asked for so far, in order.
    private var entries: [ClosureEntry] = []
    private var entryNames: [ClosureEntry: String] = [:]
    private var takenNames: Set<String>

    /// Closures of one function that captured so many values.
    struct ClosureEntry: Hashable {
        let function: FunctionID
        let captured: Int
    }

    /// Nil when the module has no dynamic values.
    init?(_ module: Module, _ wasm: WasmModule, functionNames: [String], pointer: WasmType) {
        guard module.hasDynamicValues else { return nil }
        wasm.enableObjects()
        wasm.addCustomSection(ObjectProgram.sectionName, [])
        self.module = module
        self.wasm = wasm
        self.functionNames = functionNames
        types = ObjectTypes(ObjectKinds(module), module, pointer: pointer)
        roots = RootGlobals(module, types)
        takenNames = Set(functionNames)
        if types.contains(.integer) { BoxedIntegers.addFunctions(wasm, types[.integer]) }
        ClosureArity.addFunction(wasm, types)
    }

    /// Declares the roots. `data` takes the bytes of long texts.
    func addRoots(_ data: RuntimeData) {
        roots.declare(wasm, data, name: freeName) { function, captured in closure(function, captured) }
    }

    /// `name`, or that with something behind which no function has.
    private func freeName(_ name: String) -> String {
        var name = name
        while wasm.hasFunction(name) || !takenNames.insert(name).inserted { name += "'" }
        return name
    }

    // MARK: Closures

    /// A closure of `function` with the captured values; one whose function does not have the types of closures keeps
    /// nothing.
    func closure(_ function: FunctionID, _ captured: [WasmExpression]) -> WasmExpression {
        guard let arguments = module.closureArguments(function, captured: captured.count) else {
            return wasm.structure(types[.uncallable], [])
        }
        let name = entry(ClosureEntry(function: function, captured: captured.count))
        let type = types[types.closure(of: function, captured: captured.count)]
        return wasm.structure(type, [wasm.function(name, types[.code(arguments)])] + captured)
    }

    private func entry(_ entry: ClosureEntry) -> String {
        if let name = entryNames[entry] { return name }
        let name = freeName(functionNames[entry.function.index] + "'closure")
        entryNames[entry] = name
        entries.append(entry)
        return name
    }

    /// Defines the code of the closures: it takes the closure and the arguments, and goes on in the function with what
    /// the closure captured and the arguments.
    func addEntries() {
        for entry in entries {
            let arguments = module.functions[entry.function].signature.parameters.count - entry.captured
            let type = types[types.closure(of: entry.function, captured: entry.captured)]
            let this = WasmType(types[.closure(arguments)], isNullable: false)
            let known = WasmType(type, isNullable: true)
            var statements: [WasmExpression] = []
            if entry.captured > 0 {
                statements.append(wasm.set(UInt32(arguments + 1), wasm.cast(wasm.get(0, this), type)))
            }
            let captured = (0..<entry.captured).map {
                wasm.field($0 + 1, of: wasm.get(UInt32(arguments + 1), known), .eqref)
            }
            let passed = (0..<arguments).map { wasm.get(UInt32($0 + 1), .eqref) }
            let callee = functionNames[entry.function.index]
            statements.append(wasm.call(callee, captured + passed, .eqref, isTail: true))
            wasm.define(
                entryNames[entry] ?? callee, types[.code(arguments)], variables: entry.captured > 0 ? [known] : [],
                body: wasm.block(statements))
        }
    }
}
