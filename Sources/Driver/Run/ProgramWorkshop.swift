// Builds one program for several ways of running it, and runs it. What two ways share is built once.

import HSXMachine
import IR
import Interpreter
import Support

/// A program that is ready to run in some way.
package enum PreparedProgram: Sendable {
    case module(LoadedModule)
    case image(HSXImage, size: Int)
    case process([LinkInput], ProgramHost)

    /// The bytes of the artifact; nil for the interpreter, which has none.
    package var size: Int? {
        switch self {
        case .module: nil
        case .image(_, let size): size
        case .process(let files, _): files.first?.bytes.count
        }
    }
}

package struct ProgramWorkshop {
    private let plan: BuildPlan
    private let loaded: LoadedModule
    private var hosted: [TargetName: Result<HostedBuild, ExecutionFailure>] = [:]
    /// The time of each phase of each build.
    package private(set) var timers: [ExecutionWay: PhaseTimer] = [:]

    package init(_ loaded: LoadedModule, _ plan: BuildPlan) {
        self.loaded = KeptCode.embed(in: loaded)
        self.plan = plan
    }

    // MARK: Building

    /// The program, ready to run in `way`. `context` gives the options; its log stays as it is.
    package mutating func prepare(
        _ way: ExecutionWay, _ context: CommandContext
    ) throws(ExecutionFailure) -> PreparedProgram {
        guard loaded.hasEntry else { throw .inexpressible("the program has no entry function") }
        var own = CommandContext(options: context.options)
        defer { timers[way] = own.timer }
        switch way {
        case .interpreter: return .module(loaded)
        case .machine:
            guard let built = HXEBuilder.build(plan, &own) else { throw failure(own.log) }
            return .image(built.image, size: built.bytes.count)
        case .native: return try process(way, nil, .system, &own)
        case .c(let tool): return try process(way, try find(tool), .system, &own)
        case .wasm(let tool): return try process(way, nil, .wasm(try find(tool)), &own)
        }
    }

    private mutating func process(
        _ way: ExecutionWay, _ compiler: FoundTool?, _ host: ProgramHost, _ context: inout CommandContext
    ) throws(ExecutionFailure) -> PreparedProgram {
        guard let target = way.target else { preconditionFailure("ProgramWorkshop: the interpreter is no process") }
        let built: Result<HostedBuild, ExecutionFailure>
        if let earlier = hosted[target] {
            built = earlier
        } else {
            let new = HostedBuilder.build(target, loaded, plan, &context)
            built = new.map { .success($0) } ?? .failure(failure(context.log))
            hosted[target] = built
        }
        do {
            let build = try built.get()
            let files = try context.timer.measure("C compiler") { () throws(Diagnostic) in
                try HostedRunner.program(build, for: target, plan, compiler: compiler)
            }
            return .process(files, host)
        } catch let error as ExecutionFailure {
            throw error
        } catch let error as Diagnostic {
            throw ExecutionFailure(error)
        } catch {
            throw .broken("\(error)")
        }
    }

    private func find(_ tool: Tool) throws(ExecutionFailure) -> FoundTool {
        guard let found = Toolchain.find(tool) else { throw .unavailable("\(tool.title) is not on this machine") }
        return found
    }

    private func failure(_ log: DiagnosticLog) -> ExecutionFailure {
        log.diagnostics.first { $0.severity == .error }.map { ExecutionFailure($0) } ?? .broken("the build failed")
    }

    // MARK: Running

    /// Runs a prepared program with `arguments`, in a sandbox of its own that starts as HUBC_SANDBOX is.
    package func run(
        _ program: PreparedProgram, _ arguments: [String], timeLimit: Duration? = nil
    ) throws(ExecutionFailure) -> Observation {
        do {
            guard let original = System.environment("HUBC_SANDBOX") else {
                return try run(program, arguments, sandbox: nil, timeLimit)
            }
            return try TemporaryFolder.with { folder throws(Diagnostic) in
                do { try System.copyTree(original, to: folder.file("sandbox")) } catch { throw .cannotRun() }
                return try run(program, arguments, sandbox: folder.file("sandbox"), timeLimit)
            }
        } catch {
            throw ExecutionFailure(error)
        }
    }

    private func run(
        _ program: PreparedProgram, _ arguments: [String], sandbox: String?, _ timeLimit: Duration?
    ) throws(Diagnostic) -> Observation {
        switch program {
        case .module(let loaded): return try interpret(loaded, arguments, sandbox)
        case .image(let image, _): return try execute(image, sandbox)
        case .process(let files, let host):
            let result = try HostedRunner.run(files, on: host, arguments, sandbox: sandbox) { $0.timeLimit = timeLimit }
            let (status, errors) = host.outcome(of: result, running: files)
            return Observation(
                status: status.code, output: result.output, errors: errors, duration: result.duration)
        }
    }

    private func interpret(
        _ loaded: LoadedModule, _ texts: [String], _ sandbox: String?
    ) throws(Diagnostic) -> Observation {
        let module = loaded.module
        guard let entry = module.entry else { throw .noEntry(plan.name) }
        let arguments = try ProgramArguments.parse(texts, module.functions[entry].signature)
        var output: [UInt8] = []
        guard let host = HSXHost(sandbox: sandbox, output: { output += $0 }) else { throw .cannotRun() }
        let start = ContinuousClock.now
        var interpreter = Interpreter(module, host: host.serviceHost(keptCode: loaded.keptCode))
        let outcome = interpreter.run(entry, arguments: arguments)
        let duration = ContinuousClock.now - start
        func observed(_ status: UInt64, _ errors: String = "") -> Observation {
            Observation(
                status: Int32(status & 0xFF), output: output, errors: Array(errors.utf8), duration: duration)
        }
        switch outcome.ending {
        case .returned(let values): return observed(values.first ?? 0)
        case .exited(let code): return observed(UInt64(code))
        case .trapped(let code): return observed(70, "trap \(code.name)")
        case .breakpoint(let number): return observed(70, "breakpoint \(number)")
        case .stepLimit: return observed(70, "step limit")
        case .unsupported(let what): throw .interpreterLacks(what)
        }
    }

    private func execute(_ image: HSXImage, _ sandbox: String?) throws(Diagnostic) -> Observation {
        var output: [UInt8] = []
        let start = ContinuousClock.now
        guard let host = HSXHost(sandbox: sandbox, output: { output += $0 }),
            let run = HSXMachineRunner.run(image, host: host)
        else { throw .cannotRun() }
        let duration = ContinuousClock.now - start
        switch run.ending {
        case .returned(let value), .exited(let value):
            return Observation(status: Int32(value & 0xFF), output: output, duration: duration)
        case .fault(let name, _):
            return Observation(status: 70, output: output, errors: Array("fault \(name)".utf8), duration: duration)
        case .breakpoint(let code, _):
            let errors = Array("breakpoint \(code)".utf8)
            return Observation(status: 70, output: output, errors: errors, duration: duration)
        case .stepLimit: return Observation(status: 70, output: output, duration: duration)
        }
    }
}

extension Diagnostic {
    fileprivate static func interpreterLacks(_ what: String) -> Diagnostic {
        .unsupported("\(what) in the interpreter")
    }
}
