// What several back ends say of modules in the host's memory whose pointers are not the host's.

import Support

extension Diagnostic {
    /// The module's pointers take `bytes` bytes, those of the machine that it is compiled for `host`.
    public static func otherPointers(_ bytes: Int, host: Int) -> Diagnostic {
        .error(
            "E4203", "the module uses the host's memory with pointers of \(bytes) bytes; this target's take \(host)",
            notes: [DiagnosticNote("declare 'memory size 0 stack 0 pointer \(host)', or a memory with a size")])
    }
}
