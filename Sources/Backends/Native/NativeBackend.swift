// The native back end: a legalised module in SSA form becomes native code through LLVM.

import BackendKit
import CLLVM
import IR
import Support

/// The back end for native code through LLVM.
public enum NativeBackend {
    /// What the IR must look like for this back end.
    public static let capabilities = BackendCapabilities(
        types: [.i1, .i8, .i16, .i32, .i64, .ptr, .f32, .f64], hasDynamicValues: true,
        needsStructuredControlFlow: false, hasTailCalls: true, stackSlots: .host, hasWideMultiply: true)

    /// The artifacts for `module`: always an object file, besides it the by-products that `options` asks for; none, with
    /// errors in the log, when something cannot be expressed. A large program is several objects when `options` says so,
    /// the first of which has the plain name.
    ///
    /// `library` books the time that LLVM's passes and its code generator take.
    ///
    /// Requires: the module is verified and legal for `capabilities`; LLVM is loaded.
    public static func emit(
        _ module: Module, options: BackendOptions, library: inout PhaseTimer
    ) -> ([Artifact], DiagnosticLog) {
        var (parts, log) = lower(module, options)
        if log.hasErrors { return ([], log) }
        library.measure("LLVM") {
            Parallel.forEach(in: &parts, weights: parts.map(\.part.work)) { $0.finish() }
        }
        report(parts, &log)
        return (log.hasErrors ? [] : parts.flatMap(\.artifacts), log)
    }

    /// As `emit(_:options:library:)`, for those who do not want to know.
    public static func emit(_ module: Module, options: BackendOptions) -> ([Artifact], DiagnosticLog) {
        var library = PhaseTimer()
        return emit(module, options: options, library: &library)
    }

    /// What LLVM's verifier says of the code that is handed to it, before it optimises; nil when it finds nothing wrong.
    ///
    /// Requires: as `emit`.
    public static func check(_ module: Module, options: BackendOptions) -> String? {
        let (parts, log) = lower(module, options)
        return log.diagnostics.first?.message ?? parts.lazy.compactMap(\.fault).first
    }

    /// The parts of the module as LLVM's modules; errors in the log when something cannot be expressed.
    private static func lower(_ module: Module, _ options: BackendOptions) -> ([PartWork], DiagnosticLog) {
        precondition(hub_llvm_is_loaded(), "NativeBackend: the driver loads LLVM first")
        _ = targets
        var log = DiagnosticLog()
        let description = MachineDescription(triple: options.triple)
        guard let machine = try? LLVMMachine(description, level: options.level) else {
            log.report(.unknownTarget(description.triple))
            return ([], log)
        }
        log.append(SupportCheck(module, pointerBytes: machine.pointerBytes).log)
        if log.hasErrors { return ([], log) }
        let plan = NativePlan(module, options, pointerBytes: machine.pointerBytes)
        var parts = ModulePart.divide(plan).map { PartWork($0, plan) }
        Parallel.forEach(in: &parts, weights: parts.map(\.part.work)) { $0.lower(description) }
        report(parts, &log)
        return (parts, log)
    }

    private static func report(_ parts: [PartWork], _ log: inout DiagnosticLog) {
        if let failure = parts.lazy.compactMap(\.failure).first { log.report(.failed(failure.message)) }
    }

    /// Makes LLVM's targets known, once.
    private static let targets: Void = {
        LLVMInitializeX86TargetInfo()
        LLVMInitializeX86Target()
        LLVMInitializeX86TargetMC()
        LLVMInitializeX86AsmPrinter()
        LLVMInitializeAArch64TargetInfo()
        LLVMInitializeAArch64Target()
        LLVMInitializeAArch64TargetMC()
        LLVMInitializeAArch64AsmPrinter()
        LLVMInitializeRISCVTargetInfo()
        LLVMInitializeRISCVTarget()
        LLVMInitializeRISCVTargetMC()
        LLVMInitializeRISCVAsmPrinter()
    }()
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func unknownTarget(_ triple: String) -> Diagnostic {
        .error("E4201", "LLVM makes no code for '\(triple)'")
    }

    fileprivate static func failed(_ message: String) -> Diagnostic { .error("E4205", "LLVM failed: \(message)") }
}
