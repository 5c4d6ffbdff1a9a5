// The table of --time-report.

import Passes
import Support

package enum TimeReport {
    /// One line a phase, in the order in which they began: milliseconds, share of the sum, runs, name; then the sum,
    /// then what each pass counted.
    package static func render(_ timer: PhaseTimer, _ counters: [(pass: String, counters: PassCounters)] = []) -> String
    {
        let total = timer.total
        var text = "       ms   share   runs  phase\n"
        for phase in timer.phases {
            let share = total == .zero ? 0 : phase.duration / total * 100
            text += right(Decimal.fixed(milliseconds(phase.duration), 3), 9) + right(Decimal.fixed(share, 1), 7) + "%"
            text += right(String(phase.count), 7) + "  " + phase.name + "\n"
        }
        text += right(Decimal.fixed(milliseconds(total), 3), 9) + "  100.0%         sum\n"
        for entry in counters {
            let list = entry.counters.entries.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
            text += "\(entry.pass): \(list)\n"
        }
        return text
    }

    private static func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }
}
