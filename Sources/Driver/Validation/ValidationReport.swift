// What a validation says: a table with a line for each sort of arguments on each way.

import FrontendSmalltalk
import Support

struct ValidationReport {
    private struct Row {
        let name: String
        let methods: Int
        let checks: Int
        let exclusions: [(reason: String, count: Int)]
        let verdict: String
    }

    private var rows: [Row] = []
    private var unchecked = 0

    /// Adds a comparison that was done: nil for `kept` when methods differ, else how many of them were taken out of it.
    mutating func add(
        _ round: ValidationRound, _ way: ExecutionWay, _ validation: SmalltalkValidation, _ reference: ReferenceRun,
        kept: Int?
    ) {
        let words = kept.map { $0 == 0 ? "ok" : "ok, \($0) kept as they stand" } ?? "differs"
        add(round, way, validation, reference, words)
    }

    mutating func add(
        _ round: ValidationRound, _ way: ExecutionWay, _ validation: SmalltalkValidation, _ reference: ReferenceRun,
        failure: ExecutionFailure
    ) {
        let words =
            switch failure {
            case .unavailable(let why): "not available: \(why)"
            case .inexpressible(let why): "not possible: \(why)"
            case .broken: "failed"
            }
        add(round, way, validation, reference, words)
    }

    private mutating func add(
        _ round: ValidationRound, _ way: ExecutionWay, _ validation: SmalltalkValidation, _ reference: ReferenceRun,
        _ verdict: String
    ) {
        let exclusions = ReferenceRun.Exclusion.allCases.compactMap { reason -> (reason: String, count: Int)? in
            let count = reference.exclusions.values.count { $0 == reason }
            return count > 0 ? (reason.rawValue, count) : nil
        }
        let left = exclusions.reduce(0) { $0 + $1.count }
        rows.append(
            Row(
                name: "\(round.words), \(way.name)", methods: validation.methodCount,
                checks: validation.checks.count - left, exclusions: exclusions, verdict: verdict))
        unchecked = max(unchecked, validation.uncheckedCount)
    }

    /// One line for each comparison: methods, checks, those that are left out, verdict.
    var table: String {
        var table = TextTable(["validation", "methods", "checks", "left out", ""], left: [0, 4])
        for row in rows {
            let left = row.exclusions.reduce(0) { $0 + $1.count }
            table.add([row.name, String(row.methods), String(row.checks), String(left), row.verdict])
        }
        return table.text
    }

    /// Why checks are left out, and how many methods have none, for `-v`.
    var remarks: [String] {
        var lines = rows.filter { !$0.exclusions.isEmpty }.map { row in
            let reasons = row.exclusions.map { "\($0.count) \($0.reason)" }
            return "\(row.name): left out are \(reasons.joined(separator: ", "))"
        }
        if unchecked > 0 { lines.append("\(unchecked) methods get only what cannot be made") }
        return lines
    }
}

extension ValidationRound {
    fileprivate var words: String {
        switch self {
        case .known: "known kinds"
        case .wrong: "wrong kinds"
        }
    }
}
