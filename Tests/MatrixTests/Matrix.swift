// Builds many programs for one target and runs them, several at a time, in as few processes as it takes.

import Driver
import Foundation
import IR
import Interpreter
import Passes
import Support

/// A column of the matrix.
enum Column: Sendable {
    /// The IR after the passes that all targets share.
    case interpreter
    case machine, native
    /// Native code that collects whenever it takes memory.
    case stressed
    /// Native code as many objects.
    case divided
    case c(Tool)
    case wasm(Tool)

    var target: TargetName {
        switch self {
        case .machine: .hxe
        case .interpreter, .native, .stressed, .divided: .native
        case .c: .c
        case .wasm: .wasm
        }
    }

    /// What its programs are told.
    var environment: [String: String] {
        switch self {
        case .stressed: ["HUB_GC_STRESS": "1"]
        case .interpreter, .machine, .native, .divided, .c, .wasm: [:]
        }
    }

    /// How many instructions the objects of its native programs have at least.
    var partInstructions: Int? {
        switch self {
        case .divided: 8
        case .interpreter, .machine, .native, .stressed, .c, .wasm: nil
        }
    }

    /// What the column needs that this machine lacks.
    var missing: [Tool] {
        let needed: [Tool] =
            switch self {
            case .interpreter, .machine: []
            case .native, .stressed, .divided: [.llvm, .cCompiler]
            case .c(let tool): [tool]
            case .wasm(let tool): [.binaryen, tool]
            }
        return needed.filter { Toolchain.find($0) == nil }
    }
}

enum Matrix {
    private static let jobs = 2
    private static let timeLimit = Duration.seconds(60)

    /// What is wrong with `cases` in `column`, built with `options`; empty when all is well.
    static func failures(_ cases: [MatrixCase], _ column: Column, _ options: [String]) -> [String] {
        let cases = cases.filter { isExpressible($0, column) }
        let results: [String?]
        if case .wasm(.wasmtime) = column, let tool = Toolchain.find(.wasmtime), isScript(tool) {
            results = batch(cases, options, tool)
        } else {
            results = parallelMap(cases, jobs: jobs) { test in verdict(test) { try run(test, column, options) } }
        }
        return results.compactMap { $0 }
    }

    /// Nil when what `body` answers is what the interpreter shows of `test`, or the target cannot express it.
    private static func verdict(_ test: MatrixCase, _ body: () throws -> Shown?) -> String? {
        do {
            let expected = try test.expected()
            guard let shown = try body() else { return nil }
            return shown == expected ? nil : "\(test.name): \(shown)\n    but the interpreter: \(expected)"
        } catch {
            return "\(test.name): \(error)"
        }
    }

    // MARK: One program

    /// Builds and runs `test`; nil when the target cannot express it.
    private static func run(_ test: MatrixCase, _ column: Column, _ options: [String]) throws -> Shown? {
        switch column {
        case .interpreter: return try interpret(test, options)
        case .machine: return try machine(test, options)
        case .native, .stressed, .divided:
            let (built, _) = try build(test, .native, options, partInstructions: column.partInstructions)
            return try execute(
                [LinkInput("program", try InMemoryCompiler.executable(ofNative: built))], on: .system, test,
                environment: column.environment)
        case .c(let tool):
            let (built, plan) = try build(test, .c, options)
            let program = try HostedRunner.program(built, for: .c, plan, compiler: Toolchain.find(tool))
            return try execute(program, on: .system, test)
        case .wasm(let tool):
            guard let found = Toolchain.find(tool) else { throw MatrixFailure("\(tool.title) is gone") }
            let (built, plan) = try build(test, .wasm, options)
            return try execute(try HostedRunner.program(built, for: .wasm, plan), on: .wasm(found), test)
        }
    }

    /// Runs the passes, and what they make of the module.
    private static func interpret(_ test: MatrixCase, _ options: [String]) throws -> Shown {
        let (plan, unoptimized, context) = try test.load(options)
        var loaded = unoptimized
        let passes = Pipeline.passes(
            for: plan.optimization, loops: .asWritten, isDynamic: loaded.module.hasDynamicValues)
        var report = PassReport()
        PassRunner.run(passes, on: &loaded.module, report: &report)
        var workshop = ProgramWorkshop(loaded, plan)
        let seen = try workshop.run(try workshop.prepare(.interpreter, context), test.arguments)
        return Shown(status: seen.status, output: seen.output, fault: String(decoding: seen.errors, as: UTF8.self))
    }

    private static func execute(
        _ program: [LinkInput], on host: ProgramHost, _ test: MatrixCase, environment: [String: String] = [:]
    ) throws -> Shown {
        let result = try HostedRunner.run(program, on: host, test.arguments, sandbox: nil) {
            $0.timeLimit = timeLimit
            $0.environment.merge(environment) { $1 }
            $0.environment.merge(test.environment) { $1 }
        }
        return shown(result, host, program)
    }

    private static func shown(_ result: ProcessResult, _ host: ProgramHost, _ program: [LinkInput]) -> Shown {
        let (status, errors) = host.outcome(of: result, running: program)
        let line = String(decoding: errors, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
        // With debug metadata a fault says where it happened, which the interpreter's words do not.
        let isFault = line.hasPrefix("hsx: fault ") || line.hasPrefix("hubc: trap ")
        let fault = isFault ? line.split(separator: " ").prefix(3).joined(separator: " ") : line
        return Shown(status: status.code, output: result.output, fault: fault)
    }

    /// What the machine cannot express: an entry with parameters, memory that is not its own, and calls by address that
    /// mix conventions.
    private static let foreign = [
        "calls/arguments.hir", "calls/registers.hir", "services/large-memory.hir", "traps/call-number-of-wrapper.hir",
        "host-memory/", dynamic,
    ]

    /// Programs with dynamic values: the targets that have them.
    private static let dynamic = "dynamic/"

    private static func isExpressible(_ test: MatrixCase, _ column: Column) -> Bool {
        switch column {
        case .interpreter, .native, .divided, .c: true
        // Passes leave it without dynamic values, but the machine's stack has four kilobytes.
        case .machine: test.name != "dynamic/wasm-deep.hir"
        // As many collections as pairs take too long.
        case .stressed:
            test.name.hasSuffix(".valk") || test.name.hasPrefix(dynamic) && test.name != "dynamic/rubbish.hir"
        case .wasm(let tool): tool != .wasmkit || !test.name.hasPrefix(dynamic)
        }
    }

    private static func isForeign(_ test: MatrixCase) -> Bool { foreign.contains { test.name.hasPrefix($0) } }

    /// Programs that the machine cannot express are no failures; anything else is.
    private static func machine(_ test: MatrixCase, _ options: [String]) throws -> Shown? {
        let (plan, module, context) = try test.load(options)
        var workshop = ProgramWorkshop(module, plan)
        do {
            let seen = try workshop.run(try workshop.prepare(.machine, context), test.arguments)
            let fault = String(decoding: seen.errors, as: UTF8.self)
            return Shown(status: seen.status, output: seen.output, fault: fault.isEmpty ? "" : "hsx: \(fault)")
        } catch ExecutionFailure.inexpressible {
            guard isForeign(test) else { throw MatrixFailure("not possible on the machine") }
            return nil
        }
    }

    private static func build(
        _ test: MatrixCase, _ target: TargetName, _ options: [String],
        partInstructions: Int? = nil
    ) throws -> (HostedBuild, BuildPlan) {
        var (plan, module, context) = try test.load(options)
        let built = HostedBuilder.build(target, module, plan, &context, partInstructions: partInstructions)
        guard let built else { throw MatrixFailure(context.log) }
        return (built, plan)
    }

    // MARK: Many modules in one wasmtime

    /// Whether `wasmtime` is the script that set-up makes, rather than the command itself.
    private static func isScript(_ tool: FoundTool) -> Bool {
        (try? FileSystem.read(tool.path))?.starts(with: Array("#!".utf8)) ?? false
    }

    private static let batchScript = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/tools/run-modules.py").path

    private static func batch(_ cases: [MatrixCase], _ options: [String], _ tool: FoundTool) -> [String?] {
        let modules = parallelMap(cases, jobs: jobs) { test in
            Result { try build(test, .wasm, options).0.artifact(.wasm)?.bytes ?? [] }
        }
        do {
            return try TemporaryFolder.with { folder throws(Diagnostic) in
                var list: [JSONValue] = []
                for (number, module) in modules.enumerated() {
                    guard let bytes = try? module.get() else { continue }
                    try folder.write("\(number).wasm", bytes)
                    list.append(job(folder, number, cases[number].arguments))
                }
                try folder.write("jobs.json", JSONWriter.compact(.array(list)))
                var call = ProcessCall("/usr/bin/env", ["python3", batchScript, tool.path, folder.file("jobs.json")])
                call.timeLimit = .seconds(300)
                let result = try ProcessRunner.run(call)
                guard let statuses = (try? JSONReader.read(result.output))?.array?.compactMap(\.integer),
                    statuses.count == list.count
                else {
                    return ["wasmtime: \(result.ending) \(String(decoding: result.errors, as: UTF8.self))"]
                }
                var rest = statuses.makeIterator()
                return modules.enumerated().map { number, module in
                    let status = (try? module.get()) == nil ? nil : rest.next()
                    return verdict(cases[number]) {
                        let program = LinkInput("\(number).wasm", try module.get())
                        let output = try FileSystem.read(folder.file("\(number).out"))
                        let errors = try FileSystem.read(folder.file("\(number).err"))
                        let result = ProcessResult(
                            ending: .exited(Int32(status ?? 0)), output: output, errors: errors, duration: .zero)
                        return shown(result, .wasm(tool), [program])
                    }
                }
            }
        } catch {
            return ["wasmtime: \(error.message)"]
        }
    }

    private static func job(_ folder: TemporaryFolder, _ number: Int, _ arguments: [String]) -> JSONValue {
        .object([
            ("module", .string(folder.file("\(number).wasm"))),
            ("arguments", .array(arguments.map { .string($0) })),
            ("output", .string(folder.file("\(number).out"))), ("errors", .string(folder.file("\(number).err"))),
        ])
    }
}
