// "Did you mean": finds the known name that a mistyped one most likely stands for.

/// Finds near misses among known names.
public enum NearestName {
    /// The candidate with the fewest edits from `name`, the first of equals; nil when none is near enough to be a
    /// likely slip.
    public static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.utf8.map(\.foldedASCII))
        var best: (name: String, distance: Int)? = nil
        for candidate in candidates {
            let bytes = Array(candidate.utf8.map(\.foldedASCII))
            // A slip in a short name is one edit, a long one may hold three; names of two letters are all near each
            // other.
            let length = max(bytes.count, wanted.count)
            let limit = length < 3 ? 0 : max(1, min(3, length / 3))
            guard abs(bytes.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, bytes)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                var cost = min(
                    last[column] + (byte == right[column] ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
