// Compares what the checks of a validation print in the interpreter with what they print compiled. A check that
// differs is run once more by itself: what an earlier one left behind is not its fault.

import FrontendSmalltalk
import Support

struct CheckComparison {
    /// A check that differs, with what it showed; nil where it showed nothing more.
    struct Difference: Sendable {
        let check: Int
        let expected: String
        let seen: String
    }

    private let validation: SmalltalkValidation
    private let reference: ReferenceRun
    private let subject: SubjectRun
    private var suspects: [Int] = []
    private(set) var differences: [Difference] = []

    /// How often a batch starts again behind a check that ended it, and how many suspects of a method are looked at.
    private static let mostRestarts = 20
    private static let mostOfMethod = 3

    init(_ validation: SmalltalkValidation, _ reference: ReferenceRun, _ subject: SubjectRun) {
        (self.validation, self.reference, self.subject) = (validation, reference, subject)
    }

    /// Runs everything. Throws E9503.
    mutating func run() throws(Diagnostic) {
        for batch in reference.batches { try compare(batch) }
        for check in reference.endings.keys.sorted() { try compareEnding(check) }
        try confirm()
    }

    // MARK: Batches

    private mutating func compare(_ batch: Range<Int>) throws(Diagnostic) {
        var start = batch.lowerBound, restarts = 0
        while start < batch.upperBound {
            let range = start..<batch.upperBound
            let expected = start == batch.lowerBound ? known(range) : reference.outputs(range) ?? [:]
            let order = expected.keys.sorted()
            guard !order.isEmpty else { return }
            let seen = try subject.run(range)
            if seen.status == 0, seen.output.elementsEqual(order.flatMap { expected[$0] ?? [] }) { return }
            let pieces = Self.pieces(seen.output, order)
            let reached = order.last { pieces[$0] != nil } ?? order[0]
            for check in order where check <= reached && pieces[check] != expected[check] { suspects.append(check) }
            guard seen.status != 0 || reached != order.last else { return }
            // The process ended in this one.
            if suspects.last != reached { suspects.append(reached) }
            (start, restarts) = (reached + 1, restarts + 1)
            if restarts == Self.mostRestarts { return }
        }
    }

    private func known(_ range: Range<Int>) -> [Int: [UInt8]] {
        var found: [Int: [UInt8]] = [:]
        for check in range { if let output = reference.outputs[check] { found[check] = output } }
        return found
    }

    /// The output of each check: it begins with a mark and the check's number.
    private static func pieces(_ output: [UInt8], _ order: [Int]) -> [Int: [UInt8]] {
        var starts: [(check: Int, start: Int)] = []
        var place = 0
        for check in order {
            let mark = [ValidationTable.mark] + Array("\(check)\n".utf8)
            guard let start = output[place...].firstIndex(of: mark) else { continue }
            starts.append((check, start))
            place = start + mark.count
        }
        var found: [Int: [UInt8]] = [:]
        for (number, (check, start)) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1].start : output.count
            found[check] = Array(output[start..<end])
        }
        return found
    }

    // MARK: Single checks

    private mutating func compareEnding(_ check: Int) throws(Diagnostic) {
        guard let ending = reference.endings[check] else { return }
        let seen = try subject.run(check..<check + 1)
        guard seen.output != ending.output || seen.status != ending.status else { return }
        add(check, Self.text(ending.output, ending.status, []), Self.text(seen.output, seen.status, seen.errors))
    }

    private mutating func confirm() throws(Diagnostic) {
        var counts: [MethodID: Int] = [:]
        for check in suspects {
            let method = validation.checks[check].method
            guard counts[method, default: 0] < Self.mostOfMethod else { continue }
            guard let expected = reference.outputs(check..<check + 1)?[check] else { continue }
            let seen = try subject.run(check..<check + 1)
            guard seen.output != expected || seen.status != 0 else { continue }
            counts[method, default: 0] += 1
            add(check, Self.text(expected, 0, []), Self.text(seen.output, seen.status, seen.errors))
        }
    }

    private mutating func add(_ check: Int, _ expected: String, _ seen: String) {
        differences.append(Difference(check: check, expected: expected, seen: seen))
    }

    /// What a check printed behind its number, on one line.
    private static func text(_ output: [UInt8], _ status: Int32, _ errors: [UInt8]) -> String {
        let lines = output.split(separator: 10, omittingEmptySubsequences: false).dropFirst()
        var text = lines.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }.joined(separator: " / ")
        if text.count > 300 { text = text.prefix(300) + "..." }
        guard status != 0 else { return text }
        let said = String(decoding: errors, as: UTF8.self).split(separator: "\n").first.map { ", \($0)" } ?? ""
        return (text.isEmpty ? "" : text + " / ") + "status \(status)" + said
    }
}

extension ArraySlice<UInt8> {
    /// Where `bytes` begin.
    fileprivate func firstIndex(of bytes: [UInt8]) -> Int? {
        guard let first = bytes.first else { return startIndex }
        var place = startIndex
        while let start = self[place...].firstIndex(of: first) {
            if self[start...].starts(with: bytes) { return start }
            place = start + 1
        }
        return nil
    }
}
