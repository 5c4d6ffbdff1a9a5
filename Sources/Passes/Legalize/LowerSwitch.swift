// Makes comparisons of `switch`, for targets that cannot switch on the type: a balanced search over the cases, in which
// neighbouring values with one target are one range.

import IR
import Support

extension Pass {
    /// Replaces every `switch` by branches.
    public static let lowerSwitch = lowerSwitch { _ in true }

    /// As `lowerSwitch`, for the types of values that `isWanted` picks.
    public static func lowerSwitch(where isWanted: @escaping @Sendable (Type) -> Bool) -> Pass {
        Pass(name: "lower-switch", summary: "Search the cases of switches by comparisons") { function, cache in
            let switches = function.layout.blocks.compactMap { function.terminator($0) }.filter {
                function[$0].opcode == .switch && isWanted(function[$0].type)
            }
            for terminator in switches { SwitchLowering.run(terminator, &function) }
            cache.counters.count("switches", switches.count)
            return !switches.isEmpty
        }
    }
}

/// The work on one `switch`.
private struct SwitchLowering {
    /// Values from `low` to `high`, unsigned, go to one target.
    private struct Range {
        let low: UInt64
        var high: UInt64
        let target: BlockCall
    }

    private let subject: ValueID
    private let type: Type
    private let fallback: BlockCall
    private let location: LocationID
    /// Where the next block goes.
    private var place: BlockID

    static func run(_ terminator: InstructionID, _ function: inout Function) {
        guard let block = function.layout.block(of: terminator) else { return }
        let data = function[terminator]
        let table = function.switchTables[data.switchTable]
        var lowering = SwitchLowering(
            subject: data.valueA, type: data.type, fallback: function.blockCalls[table.defaultTarget],
            location: function.location(terminator), place: block)
        let ranges = lowering.ranges(table, function)
        function.layout.remove(terminator)
        lowering.search(ranges[...], in: block, from: 0, to: data.type.integerMask, &function)
    }

    /// The cases by rising value; the first of several with one value counts.
    private func ranges(_ table: SwitchTable, _ function: Function) -> [Range] {
        var seen = Set<UInt64>()
        let cases = table.cases.filter { seen.insert($0.value).inserted }.sorted { $0.value < $1.value }
        var ranges: [Range] = []
        for entry in cases {
            let target = function.blockCalls[entry.target]
            if let last = ranges.last, last.high + 1 == entry.value, isSame(last.target, target, function) {
                ranges[ranges.count - 1].high = entry.value
            } else {
                ranges.append(Range(low: entry.value, high: entry.value, target: target))
            }
        }
        return ranges
    }

    private func isSame(_ a: BlockCall, _ b: BlockCall, _ function: Function) -> Bool {
        a.block == b.block && function.lists.elements(a.arguments) == function.lists.elements(b.arguments)
    }

    /// Ends `block` with a search; the subject is known to lie from `low` to `high`.
    private mutating func search(
        _ ranges: ArraySlice<Range>, in block: BlockID, from low: UInt64, to high: UInt64, _ function: inout Function
    ) {
        guard let first = ranges.first else { return jump(fallback, block, &function) }
        if ranges.count > 1 {
            let middle = ranges.startIndex + ranges.count / 2
            let pivot = ranges[middle].low
            let (below, above) = (makeBlock(&function), makeBlock(&function))
            branch(.ult, pivot, block, BlockCall(block: below), BlockCall(block: above), &function)
            search(ranges[..<middle], in: below, from: low, to: pivot - 1, &function)
            return search(ranges[middle...], in: above, from: pivot, to: high, &function)
        }
        if first.low == low, first.high == high { return jump(first.target, block, &function) }
        if first.low == first.high { return branch(.eq, first.low, block, first.target, fallback, &function) }
        if first.low == low { return branch(.ule, first.high, block, first.target, fallback, &function) }
        if first.high == high { return branch(.uge, first.low, block, first.target, fallback, &function) }
        let inside = makeBlock(&function)
        branch(.uge, first.low, block, BlockCall(block: inside), fallback, &function)
        branch(.ule, first.high, inside, first.target, fallback, &function)
    }

    private mutating func makeBlock(_ function: inout Function) -> BlockID {
        let block = function.makeBlock()
        function.layout.insert(block, after: place)
        place = block
        return block
    }

    private func append(_ instruction: Instruction, _ results: [Type], _ block: BlockID, _ function: inout Function)
        -> InstructionID
    {
        let id = function.makeInstruction(instruction, results: results, location: location)
        function.layout.append(id, to: block)
        return id
    }

    /// A copy of a target, since two branches must not share one.
    private func copy(_ call: BlockCall, _ function: inout Function) -> UInt32 {
        function.makeBlockCall(call.block, function.lists.elements(call.arguments)).rawValue
    }

    private func jump(_ target: BlockCall, _ block: BlockID, _ function: inout Function) {
        let call = copy(target, &function)
        _ = append(Instruction(.jump, a: call), [], block, &function)
    }

    private func branch(
        _ condition: IntegerCondition, _ value: UInt64, _ block: BlockID, _ yes: BlockCall, _ no: BlockCall,
        _ function: inout Function
    ) {
        let constant = append(.constant(value, type), [type], block, &function)
        let comparison = Instruction.icmp(condition, type, subject, function.result(constant))
        let test = append(comparison, [.i1], block, &function)
        let holds = function.result(test)
        let (yesCall, noCall) = (copy(yes, &function), copy(no, &function))
        _ = append(Instruction(.branch, a: holds.rawValue, b: yesCall, c: noCall), [], block, &function)
    }
}
