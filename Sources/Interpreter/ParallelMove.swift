// Orders the copies of a branch, which happen at once, so that they can happen one after another.

/// Sequences parallel copies.
enum ParallelMove {
    /// The copies in an order in which no source is overwritten before it is read; `scratch` breaks cycles.
    ///
    /// Requires: the destinations are distinct, and none is `scratch`.
    static func sequence(_ moves: [Move], scratch: UInt32) -> [Move] {
        var pending = moves.filter { $0.destination != $0.source }
        var readers: [UInt32: Int] = [:]
        for move in pending { readers[move.source, default: 0] += 1 }
        var result: [Move] = []
        var ready = pending.filter { readers[$0.destination] == nil }
        pending.removeAll { readers[$0.destination] == nil }
        var writers: [UInt32: Move] = [:]
        for move in pending { writers[move.destination] = move }
        while true {
            while let move = ready.popLast() {
                result.append(move)
                readers[move.source, default: 0] -= 1
                if readers[move.source] == 0, let freed = writers.removeValue(forKey: move.source) {
                    ready.append(freed)
                }
            }
            // What is left are cycles: save one destination and let its reader take it from there.
            guard let start = pending.first(where: { writers[$0.destination] != nil }) else { return result }
            result.append(Move(destination: scratch, source: start.destination))
            for (place, move) in writers where move.source == start.destination {
                writers[place] = Move(destination: place, source: scratch)
            }
            readers[start.destination] = 0
            writers[start.destination] = nil
            ready.append(Move(destination: start.destination, source: start.source))
        }
    }
}
