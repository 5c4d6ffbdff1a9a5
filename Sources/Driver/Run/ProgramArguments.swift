// The integers behind `--` as the arguments of an entry function. Compiled programs read theirs by the same rules
// (Runtime/hosted).

import IR
import Support

enum ProgramArguments {
    /// `texts` as the arguments of a function with `signature`, cut to the parameters' widths. Throws E9310.
    static func parse(_ texts: [String], _ signature: Signature) throws(Diagnostic) -> [UInt64] {
        var values: [UInt64] = []
        for text in texts {
            guard let value = integer(text) else { throw .noInteger(text) }
            values.append(value)
        }
        guard values.count == signature.parameters.count else {
            throw .wrongArguments(signature.parameters.count, given: values.count)
        }
        return zip(values, signature.parameters).map { value, type in
            type.bits.map { $0 < 64 ? value & ((1 << UInt64($0)) - 1) : value } ?? value
        }
    }

    private static func integer(_ text: String) -> UInt64? {
        if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
        return Int64(text).map { UInt64(bitPattern: $0) } ?? UInt64(text)
    }
}

extension Diagnostic {
    fileprivate static func wrongArguments(_ count: Int, given: Int) -> Diagnostic {
        let wanted = "\(count) argument\(count == 1 ? "" : "s")"
        return .error(
            "E9310", "the entry function takes \(wanted), but \(given) \(given == 1 ? "was" : "were") given",
            notes: [DiagnosticNote("arguments stand behind '--'")])
    }

    fileprivate static func noInteger(_ text: String) -> Diagnostic {
        .error(
            "E9310", "the argument '\(text)' is no integer of 64 bits",
            notes: [DiagnosticNote("give integers in decimal or after 0x, and floats as their bits")])
    }
}
