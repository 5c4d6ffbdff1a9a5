// Which register holds which machine register when: the live ranges assigned so far, in buckets of positions, so that
// adding, removing and asking cost as much as the range is long.

/// The occupation of the machine registers.
struct InterferenceTable {
    private struct Entry {
        var start: Int32
        var end: Int32
        var owner: MachineRegister
    }

    private static let bucketShift: Int32 = 6
    private let bucketCount: Int
    private var buckets: [[Entry]]

    /// A table for positions below `end`, with the ranges of the machine registers themselves entered.
    init(_ liveness: Liveness, end: Int32) {
        bucketCount = Int(end >> Self.bucketShift) + 1
        buckets = Array(repeating: [], count: bucketCount * MachineRegister.firstVirtual)
        for number in 0..<MachineRegister.firstVirtual {
            insert(liveness.ranges[number], of: MachineRegister(number), into: MachineRegister(number))
        }
    }

    private func bucket(_ machine: MachineRegister, _ number: Int32) -> Int {
        machine.index * bucketCount + Int(number)
    }

    mutating func insert(_ range: LiveRange, of owner: MachineRegister, into machine: MachineRegister) {
        for segment in range.segments {
            let entry = Entry(start: segment.start, end: segment.end, owner: owner)
            for number in (segment.start >> Self.bucketShift)...((segment.end - 1) >> Self.bucketShift) {
                buckets[bucket(machine, number)].append(entry)
            }
        }
    }

    mutating func remove(_ range: LiveRange, of owner: MachineRegister, from machine: MachineRegister) {
        for segment in range.segments {
            for number in (segment.start >> Self.bucketShift)...((segment.end - 1) >> Self.bucketShift) {
                buckets[bucket(machine, number)].removeAll { $0.owner == owner }
            }
        }
    }

    func isFree(_ machine: MachineRegister, _ range: LiveRange) -> Bool {
        for segment in range.segments where !isFree(machine, segment) { return false }
        return true
    }

    func isFree(_ machine: MachineRegister, _ segment: LiveSegment) -> Bool {
        for number in (segment.start >> Self.bucketShift)...((segment.end - 1) >> Self.bucketShift) {
            for entry in buckets[bucket(machine, number)] where entry.start < segment.end && segment.start < entry.end {
                return false
            }
        }
        return true
    }

    /// Calls `body` for each owner that is in the way, perhaps several times, until it answers false.
    func forEachConflict(_ machine: MachineRegister, _ range: LiveRange, _ body: (MachineRegister) -> Bool) {
        for segment in range.segments {
            for number in (segment.start >> Self.bucketShift)...((segment.end - 1) >> Self.bucketShift) {
                for entry in buckets[bucket(machine, number)]
                where entry.start < segment.end && segment.start < entry.end {
                    if !body(entry.owner) { return }
                }
            }
        }
    }
}
