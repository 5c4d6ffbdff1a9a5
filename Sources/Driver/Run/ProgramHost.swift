// What runs a built program: the machine itself, or a WebAssembly runtime. Says how the program is started, and what
// the end of the process means.

import BackendWasm
import Support

/// Something that runs programs of a hosted target.
package enum ProgramHost: Hashable, Sendable {
    /// The operating system, for native code and compiled C.
    case system
    /// A WebAssembly runtime.
    case wasm(FoundTool)

    /// What wasmtime says of a program that ends with a status above 125, instead of ending with it.
    private static let lostStatus = "exit with invalid exit status outside of"

    /// What wasmtime is told of all programs, and of those with objects: languages that have them call deeply.
    private static let plainOptions = ["max-wasm-stack=1048576"]
    private static let objectOptions = ["gc", "function-references", "max-wasm-stack=268435456"]

    /// The runtimes in the order of preference.
    package static let wasmRuntimes: [Tool] = [.wasmtime, .node, .wasmkit]

    /// As many bytes have modules that take long to start where all of their code is compiled first.
    private static let largeModule = 1 << 20

    /// The first WebAssembly runtime that is here. Throws E9501.
    static func firstWasm(among tools: [Tool] = wasmRuntimes) throws(Diagnostic) -> ProgramHost {
        for tool in tools { if let found = Toolchain.find(tool) { return .wasm(found) } }
        throw .noWasmRuntime()
    }

    /// What `program`, built for `target`, is run by when nobody says: large WebAssembly modules by Node, which starts them
    /// at once and compiles what runs. Throws E9501.
    static func preferred(for program: [LinkInput], _ target: TargetName) throws(Diagnostic) -> ProgramHost {
        if target != .wasm { return .system }
        let isLarge = program.contains { $0.bytes.count > largeModule }
        return try firstWasm(among: isLarge ? [.node, .wasmtime, .wasmkit] : wasmRuntimes)
    }

    /// Finds out whether the host has what the module calls. Throws E9501.
    func check(_ program: [LinkInput]) throws(Diagnostic) {
        guard case .wasm(let tool) = self, tool.tool == .wasmkit, let module = program.first else { return }
        if WasmInspection.systemCalls(module.bytes).contains("poll_oneoff") { throw .cannotSleep(tool.tool) }
        if WasmInspection.hasObjects(module.bytes) { throw .hasNoObjects(tool.tool) }
    }

    /// The call that runs `program`, which lies in `folder`, with `arguments`. Files of the program live in `sandbox`.
    func call(_ program: LinkInput, in folder: String, _ arguments: [String], sandbox: String?) -> ProcessCall {
        let path = Path.join(folder, program.name)
        switch self {
        case .system: return ProcessCall(path, arguments)
        case .wasm(let tool):
            switch tool.tool {
            case .node:
                // The loader lies beside the module and takes the sandbox from the environment.
                return ProcessCall(tool, [Path.join(folder, Path.stem(program.name) + ".mjs")] + arguments)
            case .wasmtime:
                let hasObjects = WasmInspection.hasObjects(program.bytes)
                // Programs in Lisp read the files that they would read as native ones.
                let files = hasObjects ? ["--dir", "."] : []
                let preopened = sandbox.map { ["--dir", "\($0)::/"] } ?? files
                let options = (hasObjects ? Self.objectOptions : Self.plainOptions).flatMap { ["-W", $0] }
                return ProcessCall(tool, ["run"] + options + preopened + [path] + arguments)
            default:
                let preopened = sandbox.map { ["--dir", $0] } ?? []
                return ProcessCall(tool, ["run"] + preopened + [path] + arguments)
            }
        }
    }

    /// The status of `program`, whose main file is the first, and what is left to say on standard error.
    package func outcome(
        of result: ProcessResult, running program: [LinkInput]
    ) -> (status: ExitStatus, errors: [UInt8]) {
        switch result.ending {
        case .signalled(let number):
            return (.fault, result.errors + Array("hubc: the program ended by \(System.signalName(number))\n".utf8))
        case .timeLimit: return (.fault, result.errors + Array("hubc: time limit\n".utf8))
        case .outputLimit: return (.fault, result.errors + Array("hubc: too much output\n".utf8))
        case .exited(let status):
            if case .wasm(let tool) = self, String(decoding: result.errors, as: UTF8.self).contains(Self.lostStatus) {
                return (.fault, Array("hubc: \(tool.tool.title) passes on no exit status above 125\n".utf8))
            }
            if case .wasm = self {
                let hasObjects = program.first.map { WasmInspection.hasObjects($0.bytes) } ?? false
                if let trap = WasmTrap(status, result.errors, hasObjects) { return (.fault, trap.errors) }
            }
            return (ExitStatus(code: status), result.errors)
        }
    }
}

/// A trap that the WebAssembly runtime itself reports rather than the program: an access outside memory, or the end of
/// the stack. The runtimes dump their own stack then; the line that all targets print takes its place.
private struct WasmTrap {
    /// What the program wrote before, and the line of the trap.
    let errors: [UInt8]

    /// What wasmtime says, as long as the words may vary, and the IR's name for it.
    private static let names = [
        ("call stack exhausted", "stack_overflow"), ("out of bounds memory access", "memory_fault"),
        ("unreachable", "unreachable"), ("indirect call type mismatch", "bad_cast"),
        ("undefined element", "pc_out_of_range"), ("uninitialized element", "pc_out_of_range"),
        ("cast failure", "bad_cast"), ("null reference", "bad_cast"), ("null function", "bad_cast"),
        ("out of bounds array access", "index_out_of_range"), ("allocation size too large", "index_out_of_range"),
        ("integer divide by zero", "divide_by_zero"),
    ]

    private static let fullHeap = "GC heap out of memory"

    /// Nil when the status or the text is that of a program which ended by itself.
    init?(_ status: Int32, _ errors: [UInt8], _ hasObjects: Bool) {
        let text = String(decoding: errors, as: UTF8.self)
        if status == 134, let start = text.range(ofFirst: ["Error: "]), text[start...].contains(Self.fullHeap) {
            self.errors = Array((text[..<start] + "hubc: out of memory: the heap is full\n").utf8)
            return
        }
        // Both the aborted process of wasmtime and the plain failure of wasmkit.
        guard status == 134 || status == 1, let start = text.range(ofFirst: ["Error: ", "error: "]),
            text[start...].contains("wasm trap") || text[start...].contains("Trap:")
        else { return nil }
        var name = Self.names.first { text[start...].contains($0.0) }?.1 ?? "user"
        // What is left of a cast that Binaryen knows to fail.
        if hasObjects, name == "unreachable" { name = "bad_cast" }
        self.errors = Array((text[..<start] + "hubc: trap \(name)\n").utf8)
    }
}

extension String {
    /// Where the first line begins that starts with one of `prefixes`.
    fileprivate func range(ofFirst prefixes: [String]) -> Index? {
        var line = startIndex
        while line < endIndex {
            if prefixes.contains(where: { self[line...].hasPrefix($0) }) { return line }
            guard let end = self[line...].firstIndex(of: "\n") else { return nil }
            line = index(after: end)
        }
        return nil
    }
}

extension Diagnostic {
    fileprivate static func cannotSleep(_ tool: Tool) -> Diagnostic {
        .error(
            "E9501", "the program sleeps, which \(tool.title) cannot do (it has no poll_oneoff)",
            notes: [DiagnosticNote(Tool.wasmtime.advice), DiagnosticNote(Tool.node.advice)])
    }

    fileprivate static func hasNoObjects(_ tool: Tool) -> Diagnostic {
        .error(
            "E9501", "the program has dynamic values, which \(tool.title) cannot run (it has no objects)",
            notes: [DiagnosticNote(Tool.wasmtime.advice), DiagnosticNote(Tool.node.advice)])
    }

    fileprivate static func noWasmRuntime() -> Diagnostic {
        .error(
            "E9501", "running WebAssembly needs wasmtime, Node.js or wasmkit, and none is on this machine",
            notes: [DiagnosticNote(Tool.wasmtime.advice), DiagnosticNote(Tool.node.advice)])
    }
}
