// A machine that LLVM makes code for, and the way from a module of LLVM's to bytes.

import CLLVM
import Support

/// What code is made for, in LLVM's words.
struct MachineDescription {
    let triple: String
    let processor: String
    let features: String
    let abi: String

    /// The machine of `triple`, or the one that hubc runs on; the baseline of its family, so that the bytes do not depend
    /// on the processor at hand.
    init(triple: String?) {
        self.triple =
            triple.map { takeMessage(LLVMNormalizeTargetTriple($0)) } ?? takeMessage(LLVMGetDefaultTargetTriple())
        switch self.triple.prefix(while: { $0 != "-" }) {
        case "x86_64": (processor, features, abi) = ("x86-64", "", "")
        case "aarch64": (processor, features, abi) = ("generic", "+v8a,+neon", "")
        case "riscv64": (processor, features, abi) = ("generic-rv64", "+m,+a,+f,+d,+c,+zicsr,+zifencei", "lp64d")
        default: (processor, features, abi) = ("", "", "")
        }
    }

    /// All of it as one text.
    var key: String { [triple, processor, features, abi].joined(separator: "\0") }

    /// Whether the C convention of the machine wants 32-bit integers with copies of their sign above them.
    var extendsWords: Bool { triple.hasPrefix("riscv64") }
}

/// A target machine.
///
/// A class because it owns C objects, which it frees when it goes.
final class LLVMMachine {
    let description: MachineDescription
    private let handle: OpaquePointer
    private let layout: OpaquePointer

    /// Throws what LLVM says when it has no such target.
    init(_ description: MachineDescription, level: OptimizationLevel) throws(LLVMFailure) {
        self.description = description
        var target: OpaquePointer?
        var message: UnsafeMutablePointer<CChar>?
        guard LLVMGetTargetFromTriple(description.triple, &target, &message) == 0 else {
            throw LLVMFailure(takeMessage(message))
        }
        let options = LLVMCreateTargetMachineOptions()
        defer { LLVMDisposeTargetMachineOptions(options) }
        LLVMTargetMachineOptionsSetCPU(options, description.processor)
        LLVMTargetMachineOptionsSetFeatures(options, description.features)
        if !description.abi.isEmpty { LLVMTargetMachineOptionsSetABI(options, description.abi) }
        LLVMTargetMachineOptionsSetCodeGenOptLevel(options, level.codeGeneration)
        LLVMTargetMachineOptionsSetRelocMode(options, LLVMRelocPIC)
        guard let machine = LLVMCreateTargetMachineWithOptions(target, description.triple, options) else {
            throw LLVMFailure("LLVM makes no code for \(description.triple)")
        }
        handle = machine
        layout = LLVMCreateTargetDataLayout(machine)
    }

    deinit {
        LLVMDisposeTargetData(layout)
        LLVMDisposeTargetMachine(handle)
    }

    var pointerBytes: Int { Int(LLVMPointerSize(layout)) }

    /// Tells a module which machine it is for; before anything is declared in it.
    func prepare(_ session: LLVMSession) {
        LLVMSetTarget(session.module, description.triple)
        LLVMSetModuleDataLayout(session.module, layout)
        session.setFlag("PIC Level", 2)
        session.setFlag("PIE Level", 2)
        if !description.abi.isEmpty { session.setFlag("target-abi", description.abi) }
    }

    /// Runs LLVM's pipeline of `level`.
    func optimize(_ session: LLVMSession, level: OptimizationLevel) throws(LLVMFailure) {
        guard let pipeline = level.pipeline else { return }
        let options = LLVMCreatePassBuilderOptions()
        defer { LLVMDisposePassBuilderOptions(options) }
        let vectorizes: LLVMBool = level == .less ? 0 : 1
        LLVMPassBuilderOptionsSetLoopVectorization(options, vectorizes)
        LLVMPassBuilderOptionsSetLoopInterleaving(options, vectorizes)
        LLVMPassBuilderOptionsSetSLPVectorization(options, vectorizes)
        try run(pipeline, session, options)
    }

    /// Removes what the module declares without using it; and the values of constants that lie elsewhere, unless it
    /// will be optimised.
    func prune(_ session: LLVMSession, level: OptimizationLevel) throws(LLVMFailure) {
        let options = LLVMCreatePassBuilderOptions()
        defer { LLVMDisposePassBuilderOptions(options) }
        try run(level.pipeline == nil ? "elim-avail-extern,globaldce" : "globaldce", session, options)
    }

    private func run(_ passes: String, _ session: LLVMSession, _ options: OpaquePointer?) throws(LLVMFailure) {
        guard let error = LLVMRunPasses(session.module, passes, handle, options) else { return }
        let message = LLVMGetErrorMessage(error)
        defer { LLVMDisposeErrorMessage(message) }
        throw LLVMFailure(message.map { String(cString: $0) } ?? "")
    }

    /// An object file of the module, which cannot be used for anything else afterwards.
    func object(_ session: LLVMSession) throws(LLVMFailure) -> [UInt8] {
        try emit(session, session.module, LLVMObjectFile)
    }

    /// The assembly text of the module.
    func assembly(_ session: LLVMSession) throws(LLVMFailure) -> [UInt8] {
        let clone = LLVMCloneModule(session.module)
        defer { LLVMDisposeModule(clone) }
        return try emit(session, clone, LLVMAssemblyFile)
    }

    private func emit(
        _ session: LLVMSession, _ module: OpaquePointer?, _ type: LLVMCodeGenFileType
    ) throws(LLVMFailure) -> [UInt8] {
        var message: UnsafeMutablePointer<CChar>?
        var buffer: OpaquePointer?
        guard LLVMTargetMachineEmitToMemoryBuffer(handle, module, type, &message, &buffer) == 0 else {
            throw LLVMFailure(takeMessage(message))
        }
        defer { LLVMDisposeMemoryBuffer(buffer) }
        if let error = session.errors.first { throw LLVMFailure(error) }
        return Array(UnsafeRawBufferPointer(start: LLVMGetBufferStart(buffer), count: LLVMGetBufferSize(buffer)))
    }
}

/// What LLVM says when it cannot do something.
struct LLVMFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension OptimizationLevel {
    /// LLVM's pipeline; nil: none.
    fileprivate var pipeline: String? {
        switch self {
        case .none: nil
        case .less: "default<O1>"
        case .standard: "default<O2>"
        case .more: "default<O3>"
        case .size: "default<Os>"
        }
    }

    fileprivate var codeGeneration: LLVMCodeGenOptLevel {
        switch self {
        case .none: LLVMCodeGenLevelNone
        case .less: LLVMCodeGenLevelLess
        case .standard, .size: LLVMCodeGenLevelDefault
        case .more: LLVMCodeGenLevelAggressive
        }
    }
}
