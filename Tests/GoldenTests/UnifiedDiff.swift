// A small unified diff for messages of failing tests: lines in, text out. Longest common subsequence by dynamic
// programming after the common head and tail have been cut off, which keeps the table small for the usual mismatch.

enum UnifiedDiff {
    private enum Line {
        case same(String), removed(String), added(String)
    }

    /// The differences from `old` to `new` with three lines of context; empty when there are none.
    static func render(old: String, new: String, oldName: String, newName: String) -> String {
        guard old != new else { return "" }
        let edits = edits(lines(old), lines(new))
        var text = "--- \(oldName)\n+++ \(newName)\n"
        for hunk in hunks(edits) {
            var oldLine = 1
            var newLine = 1
            for line in edits[..<hunk.lowerBound] {
                switch line {
                case .same: (oldLine, newLine) = (oldLine + 1, newLine + 1)
                case .removed: oldLine += 1
                case .added: newLine += 1
                }
            }
            let body = edits[hunk]
            let oldCount = body.count { if case .added = $0 { false } else { true } }
            let newCount = body.count { if case .removed = $0 { false } else { true } }
            text += "@@ -\(oldLine),\(oldCount) +\(newLine),\(newCount) @@\n"
            for line in body {
                switch line {
                case .same(let line): text += " \(line)\n"
                case .removed(let line): text += "-\(line)\n"
                case .added(let line): text += "+\(line)\n"
                }
            }
        }
        return text
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func edits(_ old: [String], _ new: [String]) -> [Line] {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old[head...].reversed(), new[head...].reversed()).prefix { $0 == $1 }.count
        let left = Array(old[head..<old.count - tail])
        let right = Array(new[head..<new.count - tail])
        let same = { (lines: ArraySlice<String>) in lines.map(Line.same) }
        return same(old[..<head]) + middle(left, right) + same(old[(old.count - tail)...])
    }

    private static func middle(_ left: [String], _ right: [String]) -> [Line] {
        // Beyond this the table would cost more than a reader gains.
        guard left.count * right.count <= 4_000_000 else { return left.map(Line.removed) + right.map(Line.added) }
        var lengths = Array(repeating: Array(repeating: Int32(0), count: right.count + 1), count: left.count + 1)
        for row in left.indices.reversed() {
            for column in right.indices.reversed() {
                lengths[row][column] =
                    left[row] == right[column]
                    ? lengths[row + 1][column + 1] + 1 : max(lengths[row + 1][column], lengths[row][column + 1])
            }
        }
        var result: [Line] = []
        var row = 0
        var column = 0
        while row < left.count || column < right.count {
            if row < left.count, column < right.count, left[row] == right[column] {
                result.append(.same(left[row]))
                (row, column) = (row + 1, column + 1)
            } else if row < left.count, column == right.count || lengths[row + 1][column] >= lengths[row][column + 1] {
                result.append(.removed(left[row]))
                row += 1
            } else {
                result.append(.added(right[column]))
                column += 1
            }
        }
        return result
    }

    /// The stretches of `edits` to show: changes with three lines about them, joined where they touch.
    private static func hunks(_ edits: [Line]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for (index, line) in edits.enumerated() {
            if case .same = line { continue }
            let range = max(0, index - 3)..<min(edits.count, index + 4)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }
}
