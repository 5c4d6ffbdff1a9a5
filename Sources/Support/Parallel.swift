// Work on many pieces that have nothing to do with each other, on all cores.

import Dispatch

public enum Parallel {
    /// Work of less weight than this is done by one thread; waking another takes about as long.
    private static let least = 4096
    /// More batches than most machines have cores, so that a heavy one does not keep the others waiting.
    private static let most = 64

    /// Calls `body` once for the number of each piece, in no order. `weights` says how much work each piece is, in
    /// instructions or the like.
    public static func forEach(_ weights: [Int], _ body: @Sendable (Int) -> Void) {
        let goal = max(least, weights.reduce(0, +) / most)
        var batches: [(pieces: Range<Int>, weight: Int)] = []
        var (start, weight) = (0, 0)
        for (piece, own) in weights.enumerated() {
            weight += own
            if weight >= goal || piece == weights.count - 1 {
                batches.append((start..<piece + 1, weight))
                (start, weight) = (piece + 1, 0)
            }
        }
        if batches.count < 2 {
            for piece in weights.indices { body(piece) }
        } else {
            // The heaviest first, so that none is left when all others are done.
            let all = batches.sorted { $0.weight > $1.weight }.map(\.pieces)
            DispatchQueue.concurrentPerform(iterations: all.count) { batch in
                for piece in all[batch] { body(piece) }
            }
        }
    }

    /// Changes each element by itself.
    public static func forEach<Element>(
        in elements: inout [Element], weights: [Int], _ body: @Sendable (inout Element) -> Void
    ) {
        elements.withUnsafeMutableBufferPointer { buffer in
            // No two threads touch the same element.
            nonisolated(unsafe) let elements = buffer
            forEach(weights) { body(&elements[$0]) }
        }
    }

    /// What `body` makes of each element, in their order.
    public static func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element], weight: (Element) -> Int, _ body: @Sendable (Element) -> Result
    ) -> [Result] {
        var pairs: [(element: Element, result: Result?)] = elements.map { ($0, nil) }
        forEach(in: &pairs, weights: elements.map(weight)) { $0.result = body($0.element) }
        return pairs.compactMap(\.result)
    }
}
