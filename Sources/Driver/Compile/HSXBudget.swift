// The budgets of a manifest, `hsx.maxCode`, `hsx.maxData` and `hsx.maxStack`: a program that needs more is not built,
// and the message says who takes what.

import HSXMachine
import Support

enum HSXBudget {
    /// Reports every budget that the image of `program` exceeds.
    static func check(
        _ program: LinkedProgram, _ image: HSXImage, _ limits: Manifest.HSX, log: inout DiagnosticLog
    ) {
        guard limits.maxCode != nil || limits.maxData != nil || limits.maxStack != nil else { return }
        let sizes = HSXSizes(program, image)
        if let limit = limits.maxCode, sizes.codeSize > limit.value {
            let parts = sizes.functions.map { ($0.name, $0.size) }
            log.report(.overBudget("E9313", "code", sizes.codeSize, limit, largest(parts)))
        }
        if let limit = limits.maxData, sizes.dataSize > limit.value {
            let parts = HSXSizes.titles(sizes.data)
            log.report(.overBudget("E9314", "data", sizes.dataSize, limit, largest(parts)))
        }
        if let limit = limits.maxStack { checkStack(sizes, limit, log: &log) }
    }

    private static func checkStack(_ sizes: HSXSizes, _ limit: Located<UInt32>, log: inout DiagnosticLog) {
        for entry in sizes.entries {
            switch entry.stack {
            case .bounded(let bytes):
                if bytes > limit.value { log.report(.stackOverBudget(entry, bytes, limit)) }
            case .recursive(let circle):
                log.report(.stackWithoutBound(entry.name, HSXSizes.text(circle), limit))
            case .unknown(let reason): log.report(.stackWithoutBound(entry.name, "in \(reason)", limit))
            case nil: break
            }
        }
    }

    /// How many of the largest parts a message names.
    private static let listed = 5

    private static func largest(_ parts: [(title: String, size: UInt32)]) -> [String] {
        let sorted = parts.enumerated().sorted { ($1.element.size, $0.offset) < ($0.element.size, $1.offset) }
        return sorted.prefix(listed).map { "\($0.element.title) takes \($0.element.size) bytes" }
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func overBudget(
        _ code: String, _ what: String, _ size: UInt32, _ limit: Located<UInt32>, _ parts: [String]
    ) -> Diagnostic {
        .error(
            code, "the \(what) takes \(size) bytes, \(size - limit.value) more than the budget of \(limit.value)",
            at: limit.span, notes: parts.map { DiagnosticNote($0) })
    }

    fileprivate static func stackOverBudget(
        _ entry: HSXFunctionSize, _ bytes: UInt32, _ limit: Located<UInt32>
    ) -> Diagnostic {
        .error(
            "E9315",
            "the stack of '\(entry.name)' takes up to \(bytes) bytes, \(bytes - limit.value) more than the budget of "
                + "\(limit.value)",
            at: limit.span, notes: entry.path.map { DiagnosticNote("\($0.name) takes \($0.bytes) bytes") })
    }

    fileprivate static func stackWithoutBound(
        _ entry: String, _ reason: String, _ limit: Located<UInt32>
    ) -> Diagnostic {
        .error(
            "E9316", "the stack of '\(entry)' has no bound: \(reason)", at: limit.span,
            notes: [DiagnosticNote("a budget for the stack needs calls that end")])
    }
}
