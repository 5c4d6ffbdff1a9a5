// The C back end: a legalised module in SSA form becomes portable C11.

import BackendKit
import IR
import Support

/// The back end for portable C11.
public enum CBackend {
    /// What the IR must look like for this back end.
    public static let capabilities = BackendCapabilities(
        types: [.i1, .i8, .i16, .i32, .i64, .ptr, .f32, .f64], hasDynamicValues: true,
        needsStructuredControlFlow: true, hasTailCalls: true, stackSlots: .host, hasWideMultiply: true)

    /// The header that every program includes: hub_c.h and the runtime in one file. The driver adds it.
    public static let headerName = "hub_program.h"

    /// Why C of `module` cannot be compiled for a machine with pointers of `pointerBytes` bytes; nil when it can.
    public static func fault(_ module: Module, pointerBytes: Int) -> Diagnostic? {
        guard module.memory.size == 0, module.memory.pointerBytes != pointerBytes, PointerUse.isInMemory(module) else {
            return nil
        }
        return .otherPointers(module.memory.pointerBytes, host: pointerBytes)
    }

    /// The artifacts for `module`: NAME.c; none, with errors in the log, when something cannot be expressed.
    ///
    /// Requires: the module is verified and legal for `capabilities`.
    public static func emit(_ module: Module, options: BackendOptions) -> ([Artifact], DiagnosticLog) {
        var log = DiagnosticLog()
        CLegality.check(module, &log)
        guard !log.hasErrors else { return ([], log) }
        let source = ModuleWriter.write(CProgram(Constructions.gather(module), options))
        return ([Artifact(name: options.name + ".c", kind: .cSource, bytes: source)], log)
    }
}
