// Makes an input that shows a fault smaller by leaving out parts, as delta debugging does (Zeller, "Yesterday, my
// program worked", 1999).

/// Removal of lines or bytes.
public enum Reducer {
    /// The fewest elements found for which `isInteresting` still holds. Requires: it holds for `elements`.
    public static func reduce<Element>(
        _ elements: [Element], tries: Int = 3000, isInteresting: ([Element]) -> Bool
    ) -> [Element] {
        var best = elements
        var left = tries
        var size = max(1, best.count / 2)
        while left > 0 {
            var start = 0
            var hasShrunk = false
            while start < best.count, left > 0 {
                var candidate = best
                candidate.removeSubrange(start..<min(start + size, best.count))
                left -= 1
                if isInteresting(candidate) {
                    best = candidate
                    hasShrunk = true
                } else {
                    start += size
                }
            }
            if size == 1, !hasShrunk { break }
            size = max(1, size / 2)
        }
        return best
    }

    /// As `reduce`, line by line.
    public static func reduceLines(_ text: [UInt8], tries: Int = 3000, isInteresting: ([UInt8]) -> Bool) -> [UInt8] {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        let reduced = reduce(lines, tries: tries) { isInteresting(Array($0.joined(separator: [UInt8(ascii: "\n")]))) }
        return Array(reduced.joined(separator: [UInt8(ascii: "\n")]))
    }
}
