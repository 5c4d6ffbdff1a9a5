// Drives the readers and what stands behind them with damaged inputs. Each input must be accepted, or refused with at
// least one error; what was accepted must be well-formed for the next stage.

import Driver
import FrontendHSX
import FrontendSmalltalk
import HSXMachine
import IR
import Interpreter
import Passes
import Support

/// Judges damaged inputs.
struct MutantOracle {
    private let isSampled: Bool
    private var verdict = Verdict.agrees

    /// Runs everything that takes inputs of `kind`.
    static func judge(_ bytes: [UInt8], _ kind: InputKind, isSampled: Bool) -> Verdict {
        var oracle = MutantOracle(isSampled: isSampled)
        switch kind {
        case .mvasm: oracle.assemble(bytes)
        case .hxo: oracle.readObject(bytes)
        case .hxe: oracle.readImage(bytes)
        case .hir: oracle.readModule(bytes)
        case .ll, .bc: oracle.readLLVM(bytes, kind)
        case .valk: oracle.readLisp(bytes)
        case .image: oracle.readSmalltalk(bytes)
        case .stasm: oracle.assembleSmalltalk(bytes)
        case .st: oracle.compileSmalltalk(bytes)
        }
        return oracle.verdict
    }

    private init(isSampled: Bool) { self.isSampled = isSampled }

    private mutating func fail(_ stage: String, _ what: String) {
        if case .mismatch = verdict { return }
        verdict = .mismatch(Mismatch(stage: stage, expected: "success or an error", actual: what))
    }

    /// Whether a stage that gave `isDone` also said so: errors when not done, none when done.
    private mutating func settle(_ isDone: Bool, _ log: DiagnosticLog, _ stage: String) -> Bool {
        if isDone == log.hasErrors { fail(stage, isDone ? "a result and an error" : "neither a result nor an error") }
        if !isDone, case .agrees = verdict { verdict = .rejected(log.diagnostics.first?.message ?? "") }
        return isDone && !log.hasErrors
    }

    // MARK: Machine code

    private mutating func assemble(_ bytes: [UInt8]) {
        let source = MVASMSource(file: SourceFileID(rawValue: 0), name: "mutant.mvasm", text: bytes)
        var (object, log) = MVASMAssembler.assemble(source, options: MVASMOptions(isCompatible: false)) { path, file in
            file.index > 2
                ? nil
                : MVASMSource(file: SourceFileID(index: file.index + 1), name: path, text: Array(".byte 1\n".utf8))
        }
        let (_, compatibleLog) = MVASMAssembler.assemble(source, options: MVASMOptions(isCompatible: true))
        render(log, bytes)
        render(compatibleLog, bytes)
        guard settle(!log.hasErrors, log, "assembler") else { return }
        object.path = "mutant.mvasm"
        let encoded = HSXObjectWriter.encode(object, debug: true)
        var readLog = DiagnosticLog()
        if HSXObjectReader.read(encoded, path: "mutant.hxo", log: &readLog) == nil {
            fail("object round trip", readLog.diagnostics.first?.message ?? "refused without an error")
        }
        use(object)
    }

    private mutating func readObject(_ bytes: [UInt8]) {
        var log = DiagnosticLog()
        let object = HSXObjectReader.read(bytes, path: "mutant.hxo", log: &log)
        render(log, bytes)
        guard settle(object != nil, log, "object reader"), let object else { return }
        _ = HSXInspection.text(HSXInspection.describe(object))
        use(object)
    }

    private mutating func use(_ object: HSXObject) {
        var log = DiagnosticLog()
        let linked = HSXImage.link([object], options: HSXLinkOptions(), log: &log)
        guard settle(linked != nil, log, "linker"), let (image, program) = linked else { return }
        _ = HSXSymbolFile.encode(program, image, imageName: "mutant.hxe", checksum: 0)
        _ = HSXDebugFile.encode(object)
        use(image)
        guard isSampled, object.code.count < 3000 else { return }
        var liftLog = DiagnosticLog()
        let lifted = Lifter.lift(program, name: "mutant", log: &liftLog)
        guard settle(lifted != nil, liftLog, "lifter"), let lifted, !lifted.isEntryKept else { return }
        checkSound(lifted.module, "lifter")
        compile(.standard, "build") { InMemoryCompiler.image(of: [object], $0) }
    }

    private mutating func compile(
        _ level: OptimizationLevel, _ stage: String,
        _ build: (OptimizationLevel) -> (image: HSXImage?, log: DiagnosticLog)
    ) {
        let (image, log) = build(level)
        if let error = log.diagnostics.first(where: { $0.code == "E9401" }) {
            fail(stage, error.message + "\n" + error.notes.map(\.message).joined())
        }
        guard settle(image != nil, log, stage), let image else { return }
        _ = Observer.run(image, stepLimit: 5000)
    }

    private mutating func readImage(_ bytes: [UInt8]) {
        var log = DiagnosticLog()
        let image = HSXImage.read(bytes, path: "mutant.hxe", log: &log)
        guard settle(image != nil, log, "image reader"), let image else { return }
        use(image)
    }

    private mutating func use(_ image: HSXImage) {
        _ = HSXInspection.text(HSXInspection.describe(image))
        _ = HSXListing.listing(image)
        _ = HSXListing.source(image)
        _ = Observer.run(image, stepLimit: 3000)
    }

    // MARK: Smalltalk

    private mutating func readSmalltalk(_ bytes: [UInt8]) {
        var log = DiagnosticLog()
        let image = SmalltalkImage.read(bytes, path: "mutant.image", log: &log)
        guard settle(image != nil, log, "image reader"), let image else { return }
        // Larger ones take seconds.
        if image.methods.count < 300 || isSampled && image.methods.count < 2000 { lowerSmalltalk(image) }
        // Looks at the code of all methods.
        _ = HSXInspection.text(SmalltalkInspection.describe(image))
        let text = StasmDisassembler.text(image)
        var textLog = DiagnosticLog()
        let file = StasmParser.parse(Array(text.utf8), file: SourceFileID(rawValue: 0), log: &textLog)
        if let error = textLog.diagnostics.first { return fail("text of the image", error.message) }
        if StasmPrinter.print(file) != text { fail("text of the image", "another text") }
    }

    /// All methods of an image become a module that the verifier takes, unless one of them is not sound.
    private mutating func lowerSmalltalk(_ image: SmalltalkImage) {
        guard let module = try? SmalltalkFrontEnd.wholeImage(image) else { return }
        checkSound(module, "lowering")
    }

    /// What is assembled has methods that are sound; printed and assembled again, the same ones.
    private mutating func assembleSmalltalk(_ bytes: [UInt8]) {
        let id = SourceFileID(rawValue: 0)
        var log = DiagnosticLog()
        let image = StasmAssembler.assemble([(id, bytes)], log: &log)
        render(log, bytes)
        guard settle(image != nil, log, "assembler"), let image else { return }
        for method in image.methods.ids {
            do throws(MethodFault) {
                _ = try image.methodCode(method)
            } catch {
                return fail("verifier", "\(image.name(method)): \(error.text)")
            }
        }
        lowerSmalltalk(image)
        let text = StasmDisassembler.text(image)
        var otherLog = DiagnosticLog()
        guard let other = StasmAssembler.assemble([(id, Array(text.utf8))], log: &otherLog) else {
            return fail("round trip", otherLog.diagnostics.first?.message ?? "refused without an error")
        }
        if StasmDisassembler.text(other) != text { fail("round trip", "another text") }
        // Code that is never reached may have named the other meaning of a special selector.
        guard other.selectors.names == image.selectors.names else { return }
        if other.memory.bytes.count != image.memory.bytes.count { fail("round trip", "another memory") }
    }

    /// What is compiled has methods that are sound; printed and assembled, the same ones.
    private mutating func compileSmalltalk(_ bytes: [UInt8]) {
        let id = SourceFileID(rawValue: 0)
        var log = DiagnosticLog()
        let program = StasmAssembler.program([SmalltalkText(file: id, bytes: bytes, isSource: true)], log: &log)
        render(log, bytes)
        // What the source front end makes of a good text is never a fault of the text.
        if let fault = log.diagnostics.first(where: { Self.generatorFaults.contains($0.code) }) {
            return fail("generator", fault.message)
        }
        guard settle(program != nil, log, "compiler"), let image = program?.image else { return }
        lowerSmalltalk(image)
        let text = StasmDisassembler.text(image)
        // Arrays that are very deep or long are printed as objects.
        guard !text.contains("object Array ") else { return }
        var otherLog = DiagnosticLog()
        guard let other = StasmAssembler.assemble([(id, Array(text.utf8))], log: &otherLog) else {
            return fail("round trip", otherLog.diagnostics.first?.message ?? "refused without an error")
        }
        if StasmDisassembler.text(other) != text { fail("round trip", "another text") }
    }

    /// Errors of code that is assembled.
    private static let generatorFaults: Set<String> = ["E2716", "E2717", "E2718", "E2719"]

    // MARK: LLVM

    /// As a build of the file has it: LLVM reads it in a process of its own first.
    private mutating func readLLVM(_ bytes: [UInt8], _ kind: InputKind) {
        let level = isSampled ? OptimizationLevel.standard : .none
        let name = "mutant.\(kind.rawValue)"
        let result = try? TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write(name, bytes, executable: false)
            return InMemoryCompiler.module(ofLLVM: folder.file(name), level)
        }
        guard let (module, log, sources) = result else { return fail("LLVM IR", "no place for a file") }
        _ = DiagnosticRenderer(sources: sources, format: .human, color: false).render(log.diagnostics)
        guard settle(module != nil, log, "LLVM IR"), let module else { return }
        checkSound(module, "LLVM IR")
        checkRoundTrip(module)
        guard verdict == .agrees else { return }
        compile(level, "build") { InMemoryCompiler.image(of: module, $0) }
    }

    // MARK: Lisp

    /// Every text is a program: what cannot be read is an error value of it.
    private mutating func readLisp(_ bytes: [UInt8]) {
        let programs = LispBatch(bytes).programs.map { Array($0.utf8) }
        guard let (module, log, sources) = InMemoryCompiler.module(ofLisp: programs, for: .standard) else {
            return fail("Lisp", "no library")
        }
        _ = DiagnosticRenderer(sources: sources, format: .human, color: false).render(log.diagnostics)
        if isSampled {
            checkSound(module, "Lisp")
            checkRoundTrip(module)
            return optimize(module)
        }
        // Most of a module is the library, which is sound or not for all inputs alike.
        var reached = module
        var report = PassReport()
        PassRunner.run(PassRegistry.all.filter { $0.name == "global-dce" }, on: &reached, report: &report)
        checkSound(reached, "Lisp")
        interpret(reached)
    }

    // MARK: IR

    private mutating func readModule(_ bytes: [UInt8]) {
        let file = SourceFile(name: "mutant.hir", text: bytes)
        let (module, spans, log) = IRParser.parseWithSpans(file, id: SourceFileID(rawValue: 0))
        render(log, bytes)
        guard settle(module != nil, log, "IR parser"), let module else { return }
        let errors = Verifier.verify(module)
        var verifierLog = DiagnosticLog()
        for error in errors { verifierLog.report(error.diagnostic(module, spans)) }
        render(verifierLog, bytes)
        guard errors.isEmpty else {
            _ = VerifierError.annotate(module, with: errors)
            verdict = .rejected(errors[0].message)
            return
        }
        checkRoundTrip(module)
        guard isSampled else { return }
        optimize(module)
    }

    private mutating func checkRoundTrip(_ module: Module) {
        let text = IRPrinter.print(module)
        let (copy, log) = IRParser.parse(SourceFile(name: "again.hir", text), id: SourceFileID(rawValue: 0))
        guard let copy else {
            return fail("IR round trip", log.diagnostics.first?.message ?? "refused without an error")
        }
        if IRPrinter.print(copy) != text { fail("IR round trip", "another text") }
        checkSound(copy, "round trip")
    }

    private mutating func optimize(_ module: Module) {
        interpret(module)
        var copy = module
        var report = PassReport()
        var oracle = self
        let passes = Pipeline.passes(for: .standard, isDynamic: module.hasDynamicValues)
        PassRunner.run(passes, on: &copy, report: &report) { pass, module, change in
            if change.isAnything { oracle.checkSound(module, pass.name) }
            return oracle.verdict == .agrees
        }
        self = oracle
        guard verdict == .agrees else { return }
        interpret(copy)
        if module.entry != nil, !module.hasDynamicValues {
            compile(.standard, "build") { InMemoryCompiler.image(of: module, $0) }
        }
    }

    private func interpret(_ module: Module) {
        guard let entry = module.entry, module.functions[entry].isDefinition else { return }
        var options = InterpreterOptions()
        options.stepLimit = 3000
        options.memoryLimit = 1 << 20
        options.heapLimit = 1 << 24
        options.callDepthLimit = 1000
        var interpreter = Interpreter(module, host: .none, options: options)
        let arguments = module.functions[entry].signature.parameters.map { _ in UInt64(1) }
        _ = interpreter.run(entry, arguments: arguments)
    }

    private mutating func checkSound(_ module: Module, _ stage: String) {
        if let error = Verifier.verify(module).first { fail("verifier after \(stage)", error.message) }
    }

    /// Renders the diagnostics as the driver would.
    private func render(_ log: DiagnosticLog, _ bytes: [UInt8]) {
        guard !log.diagnostics.isEmpty else { return }
        var sources = SourceMap()
        for _ in 0..<4 { _ = sources.add(SourceFile(name: "mutant", text: bytes)) }
        _ = DiagnosticRenderer(sources: sources, format: .human, color: false).render(log.diagnostics)
        _ = DiagnosticRenderer(sources: sources, format: .json, color: false).render(log.diagnostics)
    }
}
