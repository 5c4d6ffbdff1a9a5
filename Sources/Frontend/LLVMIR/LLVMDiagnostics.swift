// What can be wrong with LLVM IR, and with C behind it.

import Support

extension Diagnostic {
    /// `message` is LLVM's: of a text `NAME:LINE:COLUMN: error: WORDS`, of bitcode words alone.
    static func unreadable(_ name: String, _ message: String, _ locate: LLVMPlaceFinder) -> Diagnostic {
        let first = message.split(separator: "\n").first.map(String.init) ?? "it is no LLVM IR"
        let words = first.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
        guard words.count == 5, words[0] == name, let line = UInt32(words[1]), let column = UInt32(words[2]),
            let span = locate(LLVMSourcePlace(file: name, line: line, column: column))
        else { return .error("E2601", "LLVM cannot read this: \(first)", path: name) }
        return .error("E2601", "LLVM cannot read this:\(words[4])", at: span)
    }

    static func unlinkable(_ name: String, _ message: String) -> Diagnostic {
        .error("E2602", "this does not fit the other modules: \(message)", path: name)
    }

    static func unoptimizable(_ message: String) -> Diagnostic {
        .error("E2603", "LLVM could not optimise the program: \(message)")
    }

    /// `what`: the construct, as in "inline assembly".
    static func unsupported(_ what: String, at span: SourceSpan?, of file: String?, in place: String) -> Diagnostic {
        .error(
            "E2604", "unsupported: \(what)", at: span, path: span == nil ? file : nil,
            notes: [DiagnosticNote("in \(place)")])
    }

    static func undefinedSymbol(
        _ name: String, at span: SourceSpan?, of file: String?, in place: String
    ) -> Diagnostic {
        .error(
            "E2605", "'\(name)' is used but defined nowhere", at: span, path: span == nil ? file : nil,
            notes: [DiagnosticNote("in \(place)")])
    }

    static func noMain(_ name: String, of file: String?) -> Diagnostic {
        .error("E2606", "the program has no function '\(name)' to start with", path: file)
    }

    static func bigEndian(_ triple: String, of file: String?) -> Diagnostic {
        .error("E2607", "the module is for '\(triple)', a machine with big-endian memory", path: file)
    }
}
