// Where registers hold something that is still needed, as sorted stretches of positions.
// Instruction number n of the function takes the positions 4n to 4n+3: it reads at 4n+1 and writes at 4n+2. A register
// whose last use is an instruction and one that the instruction defines do not meet, so they may be the same machine
// register.

/// The positions `start` ..< `end`.
struct LiveSegment: Equatable {
    var start: Int32
    var end: Int32
}

/// The live segments of one register, by rising position, never touching each other.
struct LiveRange {
    var segments: [LiveSegment] = []

    var isEmpty: Bool { segments.isEmpty }
    /// How many positions it covers.
    var length: Int32 { segments.reduce(0) { $0 + $1.end - $1.start } }
    var start: Int32 { segments.first?.start ?? 0 }
    var end: Int32 { segments.last?.end ?? 0 }

    /// Whether a segment covers `position`.
    func contains(_ position: Int32) -> Bool {
        let index = firstIndex(endingAfter: position)
        return index < segments.count && segments[index].start <= position
    }

    /// The first segment that ends after `position`.
    func firstIndex(endingAfter position: Int32) -> Int {
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether some position is in both.
    func overlaps(_ other: LiveRange) -> Bool {
        if segments.count > other.segments.count { return other.overlaps(self) }
        guard start < other.end, other.start < end else { return false }
        if segments.count * 8 < other.segments.count {
            for segment in segments {
                let index = other.firstIndex(endingAfter: segment.start)
                if index < other.segments.count, other.segments[index].start < segment.end { return true }
            }
            return false
        }
        var mine = 0
        var theirs = 0
        while mine < segments.count, theirs < other.segments.count {
            if segments[mine].end <= other.segments[theirs].start {
                mine += 1
            } else if other.segments[theirs].end <= segments[mine].start {
                theirs += 1
            } else {
                return true
            }
        }
        return false
    }

    /// Adds the segments of `other`. Requires: the two do not overlap.
    mutating func formUnion(_ other: LiveRange) {
        var merged: [LiveSegment] = []
        merged.reserveCapacity(segments.count + other.segments.count)
        var mine = 0
        var theirs = 0
        while mine < segments.count || theirs < other.segments.count {
            let takesMine =
                theirs == other.segments.count
                || (mine < segments.count && segments[mine].start < other.segments[theirs].start)
            let next = takesMine ? segments[mine] : other.segments[theirs]
            if takesMine { mine += 1 } else { theirs += 1 }
            if let last = merged.last, last.end == next.start {
                merged[merged.count - 1].end = next.end
            } else {
                merged.append(next)
            }
        }
        segments = merged
    }
}
