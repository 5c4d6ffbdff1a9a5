// How many arguments a closure takes: each number has a type of its own, so a chain of tests tells.

import CBinaryen
import IR

enum ClosureArity {
    /// (eqref) -> i32; -1 for what is no closure.
    static let name = "hub.closure_arity"

    /// What a closure is said to take that cannot be called, as other targets have it.
    private static let uncallable: Int32 = 0x7F_FFFF

    static func addFunction(_ wasm: WasmModule, _ types: ObjectTypes) {
        var kinds = types.closureArguments.map { (ObjectKind.closure($0), Int32($0)) }
        if types.contains(.uncallable) { kinds.append((.uncallable, uncallable)) }
        var body = wasm.constant(Int32(-1))
        for (kind, count) in kinds.reversed() {
            body = wasm.conditional(wasm.test(wasm.get(0, .eqref), types[kind]), wasm.constant(count), body)
        }
        _ = wasm.define(name, parameters: .eqref, results: .i32, variables: [], body: body)
    }
}
