// The way of one part of a module to its object.

import BackendKit
import CLLVM
import IR
import Support

/// One part with LLVM's module of it; the work of one thread at a time.
struct PartWork {
    let part: ModulePart
    private let plan: NativePlan
    private var code: (context: NativeContext, machine: LLVMMachine)?
    /// What LLVM could not do.
    private(set) var failure: LLVMFailure?
    /// The object, and the by-products that are wanted.
    private(set) var artifacts: [Artifact] = []

    init(_ part: ModulePart, _ plan: NativePlan) {
        self.part = part
        self.plan = plan
    }

    /// Fills LLVM's module.
    mutating func lower(_ description: MachineDescription) {
        do throws(LLVMFailure) {
            let machine = try LLVMMachine(description, level: part.level)
            let context = NativeContext(plan, part, machine)
            context.lower()
            #if DEBUG
                if let fault = context.session.verify() {
                    throw LLVMFailure("the verifier rejects the module: \(fault)")
                }
            #endif
            code = (context, machine)
        } catch {
            failure = error
        }
    }

    /// What LLVM's verifier finds wrong with its module, and the module; nil when nothing.
    var fault: String? {
        guard let session = code?.context.session else { return nil }
        return session.verify().map { "\($0)\n\(session.text)" }
    }

    /// Lets LLVM optimise its module and write it, which ends the module.
    mutating func finish() {
        guard let (context, machine) = code else { return }
        code = nil
        do {
            if !part.isWhole { try machine.prune(context.session, level: part.level) }
            let key = key(context.session, machine)
            if let key, let object = plan.options.store?.find(key) {
                artifacts = [Artifact(name: "\(name).o", kind: .object, bytes: object)]
                return
            }
            try machine.optimize(context.session, level: part.level)
            artifacts = try makeArtifacts(context.session, machine)
            if let key, let object = artifacts.first { plan.options.store?.keep(key, object.bytes) }
        } catch {
            failure = error
        }
    }

    /// A name for all that the part's object depends on; nil when none is to be kept, as when there is only one, or
    /// when more is wanted than the object.
    private func key(_ session: LLVMSession, _ machine: LLVMMachine) -> String? {
        let options = plan.options
        guard let store = options.store, !part.isWhole, !options.debug, options.byproducts.isEmpty else { return nil }
        let words = [store.maker, machine.description.key, "\(part.level)"]
        return SHA256.hexDigest(Array(words.joined(separator: "\0").utf8) + [0] + session.bitcode)
    }

    private var name: String { part.number == 0 ? plan.options.name : "\(plan.options.name).\(part.number)" }

    private func makeArtifacts(
        _ session: LLVMSession, _ machine: LLVMMachine
    ) throws(LLVMFailure) -> [Artifact] {
        let options = plan.options
        var artifacts: [Artifact] = []
        if options.byproducts.contains(.llvmIR) {
            artifacts.append(Artifact(name: "\(name).ll", kind: .llvmIR, bytes: Array(session.text.utf8)))
        }
        if options.byproducts.contains(.assembly) {
            let text = try machine.assembly(session)
            artifacts.append(Artifact(name: "\(name).s", kind: .assembly, bytes: text))
        }
        var object = try machine.object(session)
        if options.debug {
            let bytes = plan.module.memory.pointerBytes
            DebugSections.adjust(
                &object, pointerBytes: bytes == machine.pointerBytes ? nil : UInt8(clamping: bytes),
                isWhole: part.isWhole)
        }
        return [Artifact(name: "\(name).o", kind: .object, bytes: object)] + artifacts
    }
}
