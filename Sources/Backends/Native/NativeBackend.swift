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
    /// errors in the log, when something cannot be expressed.
    ///
    /// `library` books the time that LLVM's passes and its code generator take.
    ///
    /// Requires: the module is verified and legal for `capabilities`; LLVM is loaded.
    public static func emit(
        _ module: Module, options: BackendOptions, library: inout PhaseTimer
    ) -> ([Artifact], DiagnosticLog) {
        run(options) { log throws(LLVMFailure) in
            guard let (context, machine) = try lower(module, options, &log) else { return [] }
            return try library.measure("LLVM") { () throws(LLVMFailure) in
                try machine.optimize(context.session, level: options.level)
                return try artifacts(context, machine, options)
            }
        }
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
        var fault: String?
        let (_, log) = run(options) { log throws(LLVMFailure) in
            if let (context, _) = try lower(module, options, &log) {
                fault = context.session.verify().map { "\($0)\n\(context.session.text)" }
            }
            return []
        }
        return fault ?? log.diagnostics.first?.message
    }

    private static func run(
        _ options: BackendOptions, _ body: (inout DiagnosticLog) throws(LLVMFailure) -> [Artifact]
    ) -> ([Artifact], DiagnosticLog) {
        precondition(hub_llvm_is_loaded(), "NativeBackend: the driver loads LLVM first")
        _ = targets
        var log = DiagnosticLog()
        do throws(LLVMFailure) {
            let artifacts = try body(&log)
            return (artifacts, log)
        } catch {
            log.report(.failed(error.message))
            return ([], log)
        }
    }

    /// The module as LLVM's; nil, with errors in the log, when something cannot be expressed.
    private static func lower(
        _ module: Module, _ options: BackendOptions, _ log: inout DiagnosticLog
    ) throws(LLVMFailure) -> (NativeContext, LLVMMachine)? {
        let description = MachineDescription(triple: options.triple)
        guard let machine = try? LLVMMachine(description, level: options.level) else {
            log.report(.unknownTarget(description.triple))
            return nil
        }
        let check = SupportCheck(module, pointerBytes: machine.pointerBytes)
        log.append(check.log)
        if log.hasErrors { return nil }
        let context = NativeContext(module, options, machine)
        context.lower()
        #if DEBUG
            if let fault = context.session.verify() {
                throw LLVMFailure("the verifier rejects the module: \(fault)")
            }
        #endif
        return (context, machine)
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

    private static func artifacts(
        _ context: NativeContext, _ machine: LLVMMachine, _ options: BackendOptions
    ) throws(LLVMFailure) -> [Artifact] {
        let session = context.session
        var artifacts: [Artifact] = []
        if options.byproducts.contains(.llvmIR) {
            let text = Array(session.text.utf8)
            artifacts.append(Artifact(name: "\(options.name).ll", kind: .llvmIR, bytes: text))
        }
        if options.byproducts.contains(.assembly) {
            let text = try machine.assembly(session)
            artifacts.append(Artifact(name: "\(options.name).s", kind: .assembly, bytes: text))
        }
        var object = try machine.object(session)
        if options.debug {
            let bytes = context.module.memory.pointerBytes
            DebugSections.adjust(&object, pointerBytes: bytes == machine.pointerBytes ? nil : UInt8(clamping: bytes))
        }
        return [Artifact(name: "\(options.name).o", kind: .object, bytes: object)] + artifacts
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func unknownTarget(_ triple: String) -> Diagnostic {
        .error("E4201", "LLVM makes no code for '\(triple)'")
    }

    fileprivate static func failed(_ message: String) -> Diagnostic { .error("E4205", "LLVM failed: \(message)") }
}
