// Prints results in the order of the files while the tests still run: a line as soon as all before it are there.

import Glibc
import Support
import Synchronization

/// What is to be said of results. A class, because the threads that run tests share it.
final class TestProgress: Sendable {
    private struct State {
        var next = 0
        var waiting: [Int: TestResult] = [:]
    }

    private let state = Mutex(State())
    private let color: Bool
    private let showsTime: Bool
    private let isQuiet: Bool

    init(_ options: Options) {
        color = Terminal.usesColor(options.color, on: STDOUT_FILENO)
        showsTime = options.verbose
        isQuiet = options.quiet
    }

    /// Takes the result of file number `place`.
    func take(_ result: TestResult, at place: Int) {
        state.withLock { state in
            state.waiting[place] = result
            while let next = state.waiting.removeValue(forKey: state.next) {
                state.next += 1
                if !isQuiet || next.failure != nil { write(line(next)) }
            }
        }
    }

    /// What stands below all lines.
    func finish(_ results: [TestResult]) {
        let failed = results.count { $0.failure != nil }
        let counts = results.compactMap(\.framework.counts).reduce(TestCounts(), +)
        var text = "\(results.count) file\(results.count == 1 ? "" : "s"): \(results.count - failed) passed"
        if failed > 0 { text += ", \(failed) failed" }
        if results.contains(where: { $0.framework.counts != nil }) { text += "; tests: \(counts.text)" }
        if !isQuiet || failed > 0 { write(text + "\n") }
    }

    private func line(_ result: TestResult) -> String {
        let time = showsTime ? " (\(Int(result.duration / .milliseconds(1))) ms)" : ""
        guard result.failure != nil else {
            return "\(painted("pass", "32"))  \(result.path)\(result.summary)\(time)\n"
        }
        var text = "\(painted("FAIL", "1;31"))  \(result.path)\(result.summary)\(time)\n"
        if !result.output.isEmpty {
            text += "--- \(result.path)\n" + result.output
            text += (result.output.hasSuffix("\n") ? "" : "\n") + "---\n"
        }
        return text
    }

    private func painted(_ text: String, _ style: String) -> String {
        color ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }

    /// A failure of standard output has nowhere to be reported but in the status.
    private func write(_ text: String) { try? System.write(Array(text.utf8), to: STDOUT_FILENO) }
}
