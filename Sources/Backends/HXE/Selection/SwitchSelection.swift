// switch: a jump table, or a search over ranges of values that go to one target. In a search the values that are still
// possible narrow on the way down, so that the last ones need no test; halves are told apart by a shift or a mask where
// that does.

import HSXMachine
import IR
import Support

/// Values from `low` to `high`, unsigned, that go to one target.
struct CaseRange {
    let low: UInt32
    var high: UInt32
    let target: MachineBlockID
}

extension HXELowering {
    mutating func lowerSwitch(_ terminator: InstructionID, _ own: MachineBlockID) {
        let data = function[terminator]
        let table = function.switchTables[data.switchTable]
        var targets: [BlockID: Int] = [:]
        for id in table.cases.map(\.target) + [table.defaultTarget] {
            targets[function.blockCalls[id].block, default: 0] += 1
        }
        var edges: [(call: BlockCall, target: MachineBlockID)] = []
        func find(_ id: BlockCallID) -> MachineBlockID {
            let call = function.blockCalls[id]
            let arguments = function.lists.elements(call.arguments)
            let known = edges.first {
                $0.call.block == call.block && function.lists.elements($0.call.arguments) == arguments
            }
            if let known { return known.target }
            let target = edge(id, isOnlyEdge: targets[call.block] == 1)
            edges.append((call, target))
            return target
        }
        let fallback = find(table.defaultTarget)
        var search = SwitchSearch(fallback: fallback, isTotal: isUnreachable(table.defaultTarget))
        var seen = Set<UInt32>()
        let width = mask(data.type)
        for entry in table.cases where entry.value <= UInt64(width) {
            let value = UInt32(truncatingIfNeeded: entry.value)
            if seen.insert(value).inserted { search.add(value, find(entry.target)) }
        }
        let ranges = search.ranges()
        guard let first = ranges.first, let last = ranges.last else {
            machine.blocks[own].terminator = .jump(fallback)
            return
        }
        let known = min(bits(data.type), widths[data.valueA])
        let most = known >= 32 ? UInt32.max : (1 << UInt32(known)) - 1
        let bounds = search.isTotal ? first.low...last.high : 0...max(most, last.high)
        search.subject = zeroExtended(data.valueA)
        let plan = JumpTablePlan(ranges, bounds)
        if plan.isWorthwhile(prefersSize: context.options.prefersSize),
            let place = context.table(plan.count, of: terminator, in: functionID)
        {
            machine.blocks[own].terminator = lowerTable(plan, place, search, own)
        } else {
            machine.blocks[own].terminator = lowerRanges(ranges[...], bounds, search, own)
        }
    }

    /// Whether the program promises never to go there.
    private func isUnreachable(_ id: BlockCallID) -> Bool {
        function.terminator(function.blockCalls[id].block).map { terminator in
            function[terminator].opcode == .unreachable && function.layout.previous(terminator) == nil
        } ?? false
    }

    /// Emits the first test of a search into the buffer and the others into new blocks; answers how the current block
    /// ends. The subject is known to be within `bounds`.
    private mutating func lowerRanges(
        _ ranges: ArraySlice<CaseRange>, _ bounds: ClosedRange<UInt32>, _ search: SwitchSearch, _ own: MachineBlockID
    ) -> MachineTerminator {
        guard let first = ranges.first else { return .jump(search.fallback) }
        if first.low <= bounds.lowerBound, first.high >= bounds.upperBound { return .jump(first.target) }
        if ranges.count == 1 { return lowerRange(first, bounds, search) }
        let split = search.split(ranges, bounds)
        // A test for equality takes two instructions, a split at an odd place three.
        if ranges.count <= (split.isCheap ? 3 : 4),
            let single = ranges.firstIndex(where: { $0.low == $0.high && !$0.splits(bounds) })
        {
            // Values at the edge first: the others are nearer together then.
            let range = ranges[single]
            let rest = Array(ranges[..<single] + ranges[(single + 1)...])
            emitEquality(range.low, search)
            let next = subBlock(rest[...], bounds.without(range.low), search, own)
            return .branch(onZero: true, taken: range.target, other: next)
        }
        let (index, pivot) = (split.index, split.pivot)
        let low = subBlock(ranges[..<index], bounds.lowerBound...(pivot - 1), search, own)
        let high = subBlock(ranges[index...], pivot...bounds.upperBound, search, own)
        let bit = SwitchSearch.decidingBit(bounds)
        if bounds.lowerBound >= bit, pivot & (bit - 1) == 0, pivot & bit != 0 {
            _ = compute(.and, search.subject, constant(bit, search))
            return .branch(onZero: true, taken: low, other: high)
        }
        return .branch(onZero: emitBelow(search.subject, pivot, search), taken: low, other: high)
    }

    private mutating func emitEquality(_ value: UInt32, _ search: SwitchSearch) {
        emit(value == 0 ? .test(search.subject) : .compare(search.subject, constant(value, search)))
    }

    /// Emits the test whether `subject` is less than `bound`; answers whether it is when Z is set.
    mutating func emitBelow(
        _ subject: MachineRegister, _ bound: UInt32, _ search: SwitchSearch
    ) -> Bool {
        guard bound.nonzeroBitCount == 1 else {
            emit(.compare(subject, constant(bound, search)))
            _ = compute(.sbc, subject, subject)
            return false
        }
        _ = compute(.lsr, subject, constant(UInt32(bound.trailingZeroBitCount), search))
        return true
    }

    /// A register that holds `value`. Those of later tests are loaded where the tests are, unless a loop around the
    /// switch has room for them.
    mutating func constant(_ value: UInt32, _ search: SwitchSearch) -> MachineRegister {
        constant(.number(value), search)
    }

    mutating func constant(_ value: MachineConstant, _ search: SwitchSearch) -> MachineRegister {
        if !search.isInside || loops.loop(of: block) != nil { return constantRegister(value) }
        let id = machine.constantID(value)
        let register = machine.makeRegister(constant: id)
        emit(.constant(register, id))
        return register
    }

    /// The last test: whether the subject is in `range` or nowhere.
    private mutating func lowerRange(
        _ range: CaseRange, _ bounds: ClosedRange<UInt32>, _ search: SwitchSearch
    ) -> MachineTerminator {
        if range.low == range.high {
            emitEquality(range.low, search)
            return .branch(onZero: true, taken: range.target, other: search.fallback)
        }
        if range.high >= bounds.upperBound {
            let holds = emitBelow(search.subject, range.low, search)
            return .branch(onZero: holds, taken: search.fallback, other: range.target)
        }
        var (subject, end) = (search.subject, range.high + 1)
        if range.low > bounds.lowerBound {
            subject = compute(.sub, subject, constant(range.low, search))
            end -= range.low
        }
        return .branch(onZero: emitBelow(subject, end, search), taken: range.target, other: search.fallback)
    }

    private mutating func subBlock(
        _ ranges: ArraySlice<CaseRange>, _ bounds: ClosedRange<UInt32>, _ search: SwitchSearch, _ own: MachineBlockID
    ) -> MachineBlockID {
        let new = makeBlock(loops.loop(of: block), frequency: machine.blocks[own].frequency / 2)
        var (terminator, search) = (MachineTerminator.exit, search)
        search.isInside = true
        let code = collecting { terminator = $0.lowerRanges(ranges, bounds, search, own) }
        machine.blocks[new].instructions = code
        machine.blocks[new].terminator = terminator
        return new
    }
}

/// What a search looks for.
struct SwitchSearch {
    let fallback: MachineBlockID
    /// Whether the subject is always one of the cases.
    let isTotal: Bool
    var subject = MachineRegister.none
    /// Whether a test has been made already.
    var isInside = false
    private var cases: [CaseRange] = []

    init(fallback: MachineBlockID, isTotal: Bool) {
        self.fallback = fallback
        self.isTotal = isTotal
    }

    mutating func add(_ value: UInt32, _ target: MachineBlockID) {
        if target != fallback { cases.append(CaseRange(low: value, high: value, target: target)) }
    }

    /// The cases by rising value, neighbours with one target joined; where there is nothing but cases, also over gaps.
    func ranges() -> [CaseRange] {
        var ranges: [CaseRange] = []
        for entry in cases.sorted(by: { $0.low < $1.low }) {
            if let last = ranges.last, last.target == entry.target, isTotal || last.high + 1 == entry.low {
                ranges[ranges.count - 1].high = entry.high
            } else {
                ranges.append(entry)
            }
        }
        guard isTotal else { return ranges }
        for index in ranges.indices.dropLast() { ranges[index].high = ranges[index + 1].low - 1 }
        return ranges
    }

    /// The highest bit in which the ends of `bounds` differ; 1 when they are the same.
    static func decidingBit(_ bounds: ClosedRange<UInt32>) -> UInt32 {
        let difference = bounds.lowerBound ^ bounds.upperBound
        return difference == 0 ? 1 : 1 << UInt32(31 - difference.leadingZeroBitCount)
    }

    /// Where to cut the ranges in two: near the middle, rather where one instruction tells the halves apart.
    func split(
        _ ranges: ArraySlice<CaseRange>, _ bounds: ClosedRange<UInt32>
    ) -> (index: Int, pivot: UInt32, isCheap: Bool) {
        let bit = Self.decidingBit(bounds)
        var best = (index: ranges.startIndex + 1, pivot: ranges[ranges.startIndex + 1].low, isCheap: false)
        var least = Int.max
        for index in ranges.indices.dropFirst() {
            for pivot in [ranges[index].low, ranges[index - 1].high + 1] {
                let isCheap =
                    pivot.nonzeroBitCount == 1
                    || (bounds.lowerBound >= bit && pivot & bit != 0 && pivot & (bit - 1) == 0)
                let imbalance = abs((index - ranges.startIndex) - (ranges.endIndex - index))
                let cost = imbalance + (isCheap ? 0 : 2)
                if cost < least {
                    least = cost
                    best = (index, pivot, isCheap)
                }
            }
        }
        return best
    }
}

extension CaseRange {
    /// Whether taking the values out leaves some on both sides.
    fileprivate func splits(_ bounds: ClosedRange<UInt32>) -> Bool {
        low > bounds.lowerBound && high < bounds.upperBound && bounds.count <= 4
    }
}

extension ClosedRange<UInt32> {
    /// The bounds of what remains without `value`, which is not all there is.
    fileprivate func without(_ value: UInt32) -> ClosedRange<UInt32> {
        if value == lowerBound, value < upperBound { return (value + 1)...upperBound }
        if value == upperBound, value > lowerBound { return lowerBound...(value - 1) }
        return self
    }
}
