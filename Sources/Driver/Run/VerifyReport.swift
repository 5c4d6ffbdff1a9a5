// What `hubc verify` says: a table, and an error for each way that differs from the first one that ran.

import Support

package struct VerifyReport {
    /// One way and what came of it.
    package struct Row: Sendable {
        package let way: ExecutionWay
        package let build: Duration
        package let outcome: Result<Observation, ExecutionFailure>

        package init(way: ExecutionWay, build: Duration, outcome: Result<Observation, ExecutionFailure>) {
            self.way = way
            self.build = build
            self.outcome = outcome
        }
    }

    private let rows: [Row]
    /// The row that all others are compared with: the interpreter's, if it ran.
    private let reference: (way: ExecutionWay, observation: Observation)?

    package init(_ rows: [Row]) {
        self.rows = rows
        reference = rows.lazy.compactMap { row in
            (try? row.outcome.get()).map { (way: row.way, observation: $0) }
        }.first
    }

    // MARK: The table

    /// One line a way: status, bytes of output, milliseconds to build and to run, verdict.
    package var table: String {
        var table = TextTable(["target", "status", "output", "build ms", "run ms", ""], left: [0, 5])
        for row in rows {
            switch row.outcome {
            case .success(let seen):
                table.add([
                    row.way.name, String(seen.status), String(seen.output.count), Self.milliseconds(row.build),
                    Self.milliseconds(seen.duration), isEqual(seen) ? "ok" : "differs",
                ])
            case .failure(let failure):
                table.add([row.way.name, "", "", "", "", Self.words(failure)])
            }
        }
        let lacksTools = rows.contains { row in
            if case .failure(.unavailable) = row.outcome { return true }
            return false
        }
        return table.text + (lacksTools ? "'hubc targets' says what to install\n" : "")
    }

    private func isEqual(_ seen: Observation) -> Bool {
        seen.status == reference?.observation.status && seen.output == reference?.observation.output
    }

    private static func milliseconds(_ duration: Duration) -> String { Decimal.fixed(duration / .milliseconds(1), 1) }

    private static func words(_ failure: ExecutionFailure) -> String {
        switch failure {
        case .unavailable(let why): "not available: \(why)"
        case .inexpressible(let why): "not possible: \(why)"
        case .broken: "failed"
        }
    }

    // MARK: Differences

    /// An error for each way that differs or that failed.
    package var diagnostics: [Diagnostic] {
        rows.compactMap { row in
            switch row.outcome {
            case .success(let seen):
                guard let reference, !isEqual(seen) else { return nil }
                return .differs(row.way.name, reference.way.name, notes(seen, row.way.name, reference.observation))
            case .failure(.broken(let why)): return .didNotRun(row.way.name, why)
            case .failure(.unavailable), .failure(.inexpressible): return nil
            }
        }
    }

    private func notes(_ seen: Observation, _ name: String, _ expected: Observation) -> [String] {
        var notes: [String] = []
        let first = reference?.way.name ?? ""
        if seen.status != expected.status {
            notes.append("status \(seen.status) instead of \(expected.status)")
            let said = String(decoding: seen.errors, as: UTF8.self).split(separator: "\n").first
            if let said { notes.append("standard error: \(said)") }
        }
        if seen.output != expected.output {
            let (line, left, right) = Self.firstDifference(expected.output, seen.output)
            notes.append("the output differs from line \(line) on")
            notes.append("\(first): \(left)")
            notes.append("\(name): \(right)")
        }
        return notes
    }

    /// The number of the first line that differs and what it is on both sides.
    private static func firstDifference(
        _ expected: [UInt8], _ seen: [UInt8]
    ) -> (line: Int, expected: String, seen: String) {
        let left = expected.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let right = seen.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let same = zip(left, right).prefix { $0.elementsEqual($1) }.count
        func show(_ lines: [ArraySlice<UInt8>]) -> String {
            same < lines.count ? "'\(String(decoding: lines[same].prefix(200), as: UTF8.self))'" : "the output ends before"
        }
        return (same + 1, show(left), show(right))
    }
}

extension Diagnostic {
    fileprivate static func differs(_ way: String, _ reference: String, _ notes: [String]) -> Diagnostic {
        .error(
            "E9505", "\(way) does not behave as \(reference) does", notes: notes.map { DiagnosticNote($0) })
    }

    static func didNotRun(_ way: String, _ why: String) -> Diagnostic {
        .error("E9506", "\(way) could not be run", notes: why.split(separator: "\n").map { DiagnosticNote(String($0)) })
    }
}
