// switch by a jump table: the entries are the code addresses of the targets, half a word each. Jumping to one takes
// seven instructions, since the machine has no jump through a register: CALL .+4 leaves a return address, the target
// replaces it, and RET goes there. It reaches all of the code, which branches do not.

import HSXMachine
import IR
import Support

/// The jump table that would do for a switch.
struct JumpTablePlan {
    let ranges: [CaseRange]
    /// What the subject is known to be within.
    let bounds: ClosedRange<UInt32>
    /// The value of the first entry.
    let start: UInt32
    let count: Int

    /// Tables that begin a little above zero begin at zero: filling up is shorter than a subtraction.
    private static let fill: UInt32 = 4
    /// Longer ones take more of the data than they are worth.
    private static let longest = 512

    /// Requires: at least one range, by rising value.
    init(_ ranges: [CaseRange], _ bounds: ClosedRange<UInt32>) {
        self.ranges = ranges
        self.bounds = bounds
        let low = ranges[0].low
        start = bounds.lowerBound < low && low <= Self.fill ? 0 : low
        count = Int(ranges[ranges.count - 1].high - start) + 1
    }

    /// Whether values below the first entry are possible.
    var needsSubtraction: Bool { bounds.lowerBound < start }
    /// Whether values outside of the table are possible.
    var needsCheck: Bool { needsSubtraction || UInt64(bounds.upperBound) - UInt64(start) >= UInt64(count) }

    /// Whether it executes fewer instructions than a search or, with `prefersSize`, takes fewer words.
    func isWorthwhile(prefersSize: Bool) -> Bool {
        guard count <= Self.longest, ranges.count > 2 else { return false }
        let steps = 7 + (needsCheck ? 4 : 0) + (needsSubtraction ? 2 : 0)
        // A search halves the ranges at each test: a constant, one or two operations, a branch.
        let tests = Double(ranges.count).logarithm
        if prefersSize { return Double(steps + 1 + (count + 1) / 2) < 3.5 * Double(ranges.count) }
        return Double(steps) < 3.2 * tests + 1
    }

    /// The targets of all entries; `fallback` where no range is.
    func entries(_ fallback: MachineBlockID) -> [MachineBlockID] {
        var entries = [MachineBlockID](repeating: fallback, count: count)
        for range in ranges {
            for value in range.low...range.high { entries[Int(value - start)] = range.target }
        }
        return entries
    }
}

extension HXELowering {
    /// Emits the check into the buffer and the jump into a block of its own; answers how the current block ends.
    mutating func lowerTable(
        _ plan: JumpTablePlan, _ place: PlacedTable, _ search: SwitchSearch, _ own: MachineBlockID
    ) -> MachineTerminator {
        var index = search.subject
        var bias = plan.start
        if plan.needsSubtraction {
            index = compute(.sub, index, constant(plan.start, search))
            bias = 0
        }
        let new = makeBlock(loops.loop(of: block), frequency: machine.blocks[own].frequency)
        var ending = MachineTerminator.jump(new)
        if plan.needsCheck {
            let holds = emitBelow(index, UInt32(plan.count) + bias, search)
            ending = .branch(onZero: holds, taken: new, other: search.fallback)
        }
        var inside = search
        inside.isInside = true
        machine.blocks[new].instructions = collecting { lowering in
            let doubled = lowering.compute(.add, index, index)
            let base = place.address.advanced(by: -Int32(bias) * Int32(JumpTable.entrySize))
            let entry = lowering.compute(.add, doubled, lowering.constant(base, inside))
            let target = lowering.machine.makeRegister()
            lowering.emit(.load(.ldh, target, MemoryPlace(base: entry, offset: 0)))
            var jump = MachineInstruction(.tableJump, .call)
            jump.rs1 = target
            lowering.emit(jump)
        }
        machine.blocks[new].terminator = .table(offset: place.offset, plan.entries(search.fallback))
        return ending
    }
}

extension Double {
    /// The logarithm to base 2.
    fileprivate var logarithm: Double { self <= 1 ? 0 : Double(exponent) + (significand - 1) }
}

extension MachineConstant {
    /// The constant plus a distance.
    fileprivate func advanced(by distance: Int32) -> MachineConstant {
        switch self {
        case .number(let value): .number(value &+ UInt32(bitPattern: distance))
        case .address(let symbol, let addend): .address(symbol, addend: addend &+ distance)
        case .frame(let object, let offset): .frame(object, offset: offset &+ distance)
        }
    }
}
