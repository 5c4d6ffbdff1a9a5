// What can be wrong with LLVM IR, and with C behind it.

import Support

extension Diagnostic {
    static func unreadable(_ name: String, _ message: String) -> Diagnostic {
        let message = message.split(separator: "\n").first.map(String.init) ?? "it is no LLVM IR"
        return .error("E2601", "LLVM cannot read this: \(message)", path: name)
    }

    static func unlinkable(_ name: String, _ message: String) -> Diagnostic {
        .error("E2602", "this does not fit the other modules: \(message)", path: name)
    }

    static func unoptimizable(_ message: String) -> Diagnostic {
        .error("E2603", "LLVM could not optimise the program: \(message)")
    }

    /// `what`: the construct, as in "inline assembly".
    static func unsupported(_ what: String, at span: SourceSpan?, in place: String) -> Diagnostic {
        .error("E2604", "unsupported: \(what)", at: span, notes: [DiagnosticNote("in \(place)")])
    }

    static func undefinedSymbol(_ name: String, at span: SourceSpan?, in place: String) -> Diagnostic {
        .error("E2605", "'\(name)' is used but defined nowhere", at: span, notes: [DiagnosticNote("in \(place)")])
    }

    static func noMain(_ name: String) -> Diagnostic {
        .error("E2606", "the program has no function '\(name)' to start with")
    }

    static func bigEndian(_ triple: String) -> Diagnostic {
        .error("E2607", "the module is for '\(triple)', a machine with big-endian memory")
    }
}
