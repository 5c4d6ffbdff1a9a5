// The ways in which this machine may run a program: `hubc verify` compares them, `hubc bench` measures them.

import Support

/// One way to run a program.
package enum ExecutionWay: Hashable, Sendable {
    /// The interpreter runs what the front end made; all others are compared with it.
    case interpreter
    /// The virtual machine runs an HSX image.
    case machine
    case native
    /// The C back end, compiled by this compiler.
    case c(Tool)
    /// The WebAssembly back end, run by this runtime.
    case wasm(Tool)

    /// All that are worth a line: what is here, and what `make setup` would bring.
    package static var all: [ExecutionWay] {
        var compilers: [Tool] = [.gcc, .clang]
        if compilers.allSatisfy({ Toolchain.find($0) == nil }) { compilers = [.cCompiler] }
        let runtimes = ProgramHost.wasmRuntimes.filter { $0 != .wasmkit || Toolchain.find($0) != nil }
        return [.interpreter, .machine, .native] + compilers.map { .c($0) } + runtimes.map { .wasm($0) }
    }

    /// The target that the way belongs to; nil for the interpreter.
    package var target: TargetName? {
        switch self {
        case .interpreter: nil
        case .machine: .hxe
        case .native: .native
        case .c: .c
        case .wasm: .wasm
        }
    }

    /// The compiler or runtime that it takes; nil for what hubc brings.
    package var tool: Tool? {
        switch self {
        case .interpreter, .machine, .native: nil
        case .c(let tool), .wasm(let tool): tool
        }
    }

    package var name: String {
        switch self {
        case .interpreter: "interpreter"
        case .machine: "hxe"
        case .native: "native"
        case .c(let tool): "c, \(tool.names[0])"
        case .wasm(let tool): "wasm, \(tool.names[0])"
        }
    }
}

/// What a run showed to the outside.
package struct Observation: Hashable, Sendable {
    package let status: Int32
    package let output: [UInt8]
    /// What it wrote to standard error; different ways may say the same in other words.
    package let errors: [UInt8]
    package let duration: Duration

    package init(status: Int32, output: [UInt8], errors: [UInt8] = [], duration: Duration = .zero) {
        self.status = status
        self.output = output
        self.errors = errors
        self.duration = duration
    }
}

/// Why a way did not run a program.
package enum ExecutionFailure: Error, Hashable, Sendable {
    /// A tool is missing.
    case unavailable(String)
    /// The target cannot express the program: a type that it does not have, for instance.
    case inexpressible(String)
    /// It should have worked.
    case broken(String)

    /// What the diagnostic that stopped a build means.
    init(_ diagnostic: Diagnostic) {
        switch diagnostic.code {
        case "E9501": self = .unavailable(diagnostic.message)
        case let code where code.hasPrefix("E94") || code.hasPrefix("E95"):
            self = .broken(([diagnostic.message] + diagnostic.notes.map(\.message)).joined(separator: "\n"))
        default: self = .inexpressible(diagnostic.message)
        }
    }
}
