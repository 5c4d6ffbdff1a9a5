// Runs the front end for C and LLVM IR: clang makes bitcode of C files, on several threads; LLVM links the modules and
// the C library and optimises them as one; the result is lowered to a module.

import CLLVM
import FrontendLLVM
import HSXMachine
import IR
import Support

enum CFrontEnd {
    /// The kinds of source that go this way.
    static let kinds: Set<SourceKind> = [.c, .llvmText, .llvmBitcode]

    /// The module of the plan's sources; nil with errors in the log.
    static func load(_ plan: BuildPlan, _ context: inout CommandContext) -> Module? {
        let store = SourceStore(context.sources)
        let places = PlaceFinder(store)
        defer { context.sources = store.contents }
        do throws(Diagnostic) {
            try BackendLibraries.loadLLVM(for: "C and LLVM IR")
            guard let inputs = try inputs(plan, places, &context) else { return nil }
            let program = try link(inputs, plan, places, &context)
            let start = ContinuousClock.now
            let options = LLVMLoweringOptions(name: plan.name, services: services) { plan.recordedName($0) }
            let (module, log) = program.lower(options)
            context.timer.add("front end", ContinuousClock.now - start)
            context.log.append(log)
            return module
        } catch {
            context.log.report(error)
            return nil
        }
    }

    // MARK: Sources to LLVM IR

    /// A source as LLVM IR, with what clang said.
    private struct Unit: Sendable {
        var input: LLVMInput?
        var messages: [ClangMessage] = []
        var failure: Diagnostic?
    }

    private static func inputs(
        _ plan: BuildPlan, _ places: PlaceFinder, _ context: inout CommandContext
    ) throws(Diagnostic) -> [LLVMInput]? {
        let needsClang = plan.sources.contains { $0.kind == .c }
        let clang = needsClang ? try Toolchain.require(.clang, for: "compiling C") : nil
        let settings = CompilerSettings(
            level: plan.optimization, debug: plan.debug, includePaths: plan.includePaths, definitions: plan.definitions)
        let start = ContinuousClock.now
        let jobs = context.options.jobs
        let units = try TemporaryFolder.with { folder throws(Diagnostic) in
            if needsClang { try ClangCompiler.writeHeaders(folder) }
            return parallelMap(Array(plan.sources.enumerated()), jobs: jobs) { number, source in
                read(source, number, clang, settings, places, folder)
            }
        }
        context.timer.add("clang", ContinuousClock.now - start)
        var inputs: [LLVMInput] = []
        for unit in units {
            if let failure = unit.failure { context.log.report(failure) }
            report(unit.messages, places, &context.log)
            if let input = unit.input { inputs.append(input) }
        }
        return context.log.hasErrors ? nil : inputs
    }

    private static func read(
        _ source: BuildSource, _ number: Int, _ clang: FoundTool?, _ settings: CompilerSettings,
        _ places: PlaceFinder, _ folder: TemporaryFolder
    ) -> Unit {
        do throws(Diagnostic) {
            guard source.kind == .c, let clang else { return try readIR(source.path, number, places, folder) }
            // clang's own message for a missing file is less helpful than hubc's.
            _ = try FileSystem.read(source.path, allowEmpty: true)
            let (bitcode, messages) = try ClangCompiler.compile(
                source.path, to: folder.file("\(number).bc"), with: clang, settings,
                headers: folder.file(ClangCompiler.headerFolder))
            return Unit(input: bitcode.map { LLVMInput(name: source.path, bytes: $0) }, messages: messages)
        } catch {
            return Unit(failure: error)
        }
    }

    /// LLVM IR of others. LLVM ends the process over some broken files, so a process of its own reads it first.
    private static func readIR(
        _ path: String, _ number: Int, _ places: PlaceFinder, _ folder: TemporaryFolder
    ) throws(Diagnostic) -> Unit {
        let bytes = try FileSystem.read(path, allowEmpty: false)
        guard let opt = Toolchain.find(.opt) else { return Unit(input: LLVMInput(name: path, bytes: bytes)) }
        let checked = folder.file("\(number).bc")
        var call = ProcessCall(opt, ["-passes=verify", "-disable-symbolication", "-o", checked, path])
        call.environment = ["LC_ALL": "C"]
        call.timeLimit = .seconds(60)
        let result = try ProcessRunner.run(call)
        if result.ending == .exited(0) {
            return Unit(input: LLVMInput(name: path, bytes: try FileSystem.read(checked)))
        }
        let lines = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").map(String.init)
        var message = lines.first { !$0.isEmpty } ?? "LLVM gave up on it"
        for prefix in [opt.path + ": ", path + ": error: "] where message.hasPrefix(prefix) {
            message = String(message.dropFirst(prefix.count))
        }
        throw LLVMProgram.unreadable(path, message) { places.span($0.file, $0.line, $0.column) }
    }

    /// Reports what clang said; a note belongs to the message above it.
    private static func report(_ messages: [ClangMessage], _ places: PlaceFinder, _ log: inout DiagnosticLog) {
        var pending: Diagnostic?
        for message in messages {
            let span = message.file.flatMap { places.span($0, UInt32(message.line), UInt32(message.column)) }
            switch message.severity {
            case .note: pending?.notes.append(DiagnosticNote(message.text, at: span))
            case .error, .warning:
                if let pending { log.report(pending) }
                pending = .fromClang(message, span)
            }
        }
        if let pending { log.report(pending) }
    }

    // MARK: One program

    private static func link(
        _ inputs: [LLVMInput], _ plan: BuildPlan, _ places: PlaceFinder, _ context: inout CommandContext
    ) throws(Diagnostic) -> LLVMProgram {
        let start = ContinuousClock.now
        let program = try LLVMProgram(inputs) { places.span($0.file, $0.line, $0.column) }
        if program.needsLibrary(services: servicePrefix) { try program.addLibrary(CLibrary.modules(for: program)) }
        try program.addStart(plan.entries.first ?? "main")
        if let pipeline = pipeline(plan.optimization) {
            try program.optimize(pipeline, prefersSize: plan.optimization == .size)
        }
        context.timer.add("LLVM", ContinuousClock.now - start)
        return program
    }

    /// LLVM's pipeline for a level; nil at -O0.
    private static func pipeline(_ level: OptimizationLevel) -> String? {
        switch level {
        case .none: nil
        case .less: "default<O1>"
        case .standard: "default<O2>," + fullUnrolling
        case .more: "default<O3>," + fullUnrolling
        case .size: "default<Os>," + fullUnrolling
        }
    }

    /// The pipelines leave loops as they are. Those of few iterations go afterwards where LLVM finds that it pays, as
    /// it does when nothing but constants remains.
    private static let fullUnrolling =
        "function(loop-unroll<O2;full-unroll-max=8;no-partial;no-runtime;no-peeling;no-profile-peeling;no-upperbound>,"
        + "sroa,early-cse,instcombine<no-verify-fixpoint>,simplifycfg,gvn,"
        + "instcombine<no-verify-fixpoint>,simplifycfg)"

    // MARK: Services

    private static let servicePrefix = "__hsx_svc_"

    /// The machine's services by the names of the functions that stand for them.
    private static let services: [String: Service] = {
        var services: [String: Service] = [:]
        for service in HSXService.all {
            services[servicePrefix + service.name.lowercased()] = Service(
                name: service.name, number: UInt32(service.number),
                parameters: service.inputs.registers.map { _ in .i32 },
                results: service.outputs.registers.map { _ in .i32 }, effects: service.irEffects)
        }
        return services
    }()
}

extension HSXService {
    /// Its effects as the IR has them.
    fileprivate var irEffects: Effects {
        var effects: Effects = []
        if self.effects.contains(.readsMemory) { effects.insert(.reads) }
        if self.effects.contains(.writesMemory) { effects.insert(.writes) }
        if self.effects.contains(.doesNotReturn) { effects.insert(.terminates) }
        return effects
    }
}

/// Finds places of C sources: files are read when a message first speaks of them.
final class PlaceFinder: Sendable {
    private let store: SourceStore

    init(_ store: SourceStore) { self.store = store }

    /// The span of one byte; nil when the file cannot be read.
    func span(_ name: String, _ line: UInt32, _ column: UInt32) -> SourceSpan? {
        let sources = store.contents
        let known = sources.files.ids.first { sources[$0].name == name }
        guard let id = known ?? (try? store.load(name))?.id else { return nil }
        let file = store.contents[id]
        guard line >= 1, Int(line) <= file.lineStarts.count else { return nil }
        let start = min(Int(file.lineStarts[Int(line) - 1]) + max(0, Int(column) - 1), file.text.count)
        return SourceSpan(file: id, start: start, end: min(start + 1, file.text.count))
    }
}

extension Diagnostic {
    fileprivate static func fromClang(_ message: ClangMessage, _ span: SourceSpan?) -> Diagnostic {
        message.severity == .error
            ? .error("E2600", message.text, at: span, path: span == nil ? message.file : nil)
            : .warning("W2600", message.text, at: span, path: span == nil ? message.file : nil)
    }
}
