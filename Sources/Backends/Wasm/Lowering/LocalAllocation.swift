// Which values share a local, where Binaryen does not see to that: at the lowest level, and in functions that would have
// more locals than engines and Binaryen's own passes can bear. A value is taken to live from the first place that sets
// it to the last one that may read it, in the order of the statements, and through loops that it lives across; values
// that live at different places share. Requires: the function is in SSA form.
// Source: Poletto and Sarkar, "Linear Scan Register Allocation", 1999.

import BackendKit
import IR
import Support

/// The shared locals of a function.
struct LocalAllocation {
    /// From so many values on the locals of a function are shared at every level.
    static let valueLimit = 20_000

    /// The places of the instructions in the order of the statements, from 1; 0 for what is never reached.
    private var positions: SecondaryMap<InstructionID, Int>
    /// Up to where what an instruction computes may be read inside of a statement.
    private var ends: SecondaryMap<InstructionID, Int>
    /// The number of the local, among those of one type, of each value; -1 for none.
    private(set) var numbers: SecondaryMap<ValueID, Int32>

    /// Where an instruction is, and up to where what it computes may be read inside of a statement.
    func range(_ instruction: InstructionID) -> (start: Int, end: Int) { (positions[instruction], ends[instruction]) }

    init(
        _ function: Function, _ statements: [ControlStatement], _ uses: ValueUses, _ runs: ObjectRuns,
        type: (ValueID) -> WasmType
    ) {
        positions = SecondaryMap(initial: 0, count: function.instructions.count)
        ends = SecondaryMap(initial: 0, count: function.instructions.count)
        numbers = SecondaryMap(initial: -1, count: function.values.count)
        var order = StatementOrder()
        order.visit(statements)
        var ranges = LiveRanges(function, order)
        for block in order.blocks {
            for instruction in function.layout.instructions(block) {
                ranges.place += 1
                positions[instruction] = ranges.place
            }
            ranges.blockEnds[block] = ranges.place
        }
        ranges.finishLoops()
        for block in order.blocks { visit(block, function, uses, runs, &ranges) }
        for block in order.blocks { ranges.addParameters(block, positions) }
        assign(ranges, function, type)
    }

    /// Finds up to where each operand in `block` is read: what is used once waits for its user, and its operands with it.
    /// The fields of an object are read where it is made.
    private mutating func visit(
        _ block: BlockID, _ function: Function, _ uses: ValueUses, _ runs: ObjectRuns, _ ranges: inout LiveRanges
    ) {
        var lastReads: [ValueID: Int] = [:]
        for instruction in function.layout.instructions(block).reversed() {
            var end = positions[instruction]
            for result in function.results(instruction) {
                ranges.define(result, at: positions[instruction])
                if uses.isUsedOnce(result, in: block) { end = max(end, lastReads[result] ?? 0) }
            }
            if let alloc = runs.maker(of: instruction), let run = runs.run(of: alloc) {
                end = positions[run.last]
                let object = function.result(alloc)
                if uses.isUsedOnce(object, in: block) { end = max(end, lastReads[object] ?? 0) }
            }
            ends[instruction] = end
            for operand in function.operands(instruction) {
                lastReads[operand] = max(lastReads[operand] ?? 0, end)
                ranges.read(operand, in: block, at: end)
            }
        }
    }

    /// Gives each value the first local of its type that is free where the value starts to live.
    private mutating func assign(_ ranges: LiveRanges, _ function: Function, _ type: (ValueID) -> WasmType) {
        let values = function.values.ids.filter { ranges.starts[$0] > 0 && ranges.ends[$0] >= ranges.starts[$0] }
        let byStart = values.sorted { (ranges.starts[$0], $0.rawValue) < (ranges.starts[$1], $1.rawValue) }
        let byEnd = values.sorted { (ranges.ends[$0], $0.rawValue) < (ranges.ends[$1], $1.rawValue) }
        var free: [WasmType: [Int32]] = [:]
        var counts: [WasmType: Int32] = [:]
        var expired = byEnd.startIndex
        for value in byStart {
            while ranges.ends[byEnd[expired]] < ranges.starts[value] {
                free[type(byEnd[expired]), default: []].append(numbers[byEnd[expired]])
                expired += 1
            }
            let type = type(value)
            if let number = free[type]?.popLast() {
                numbers[value] = number
            } else {
                numbers[value] = counts[type, default: 0]
                counts[type, default: 0] += 1
            }
        }
    }
}

/// The blocks in the order in which their bodies stand in the statements, and the loops around each.
private struct StatementOrder {
    private(set) var blocks: [BlockID] = []
    /// The innermost loop around each block, by number; -1 for none.
    private(set) var loopOfBlock: [BlockID: Int] = [:]
    /// The loop around each loop, and its first and last block by place in `blocks`.
    private(set) var loops: [(outer: Int, first: Int, last: Int)] = []
    /// The loops at whose head an irreducible region goes on anywhere.
    private(set) var dispatching: Set<Int> = []
    private var current = -1

    mutating func visit(_ statements: [ControlStatement]) {
        for statement in statements {
            switch statement {
            case .body(let block):
                blocks.append(block)
                loopOfBlock[block] = current
            case .block(_, let inner): visit(inner)
            case .loop(_, let inner):
                let (outer, number) = (current, loops.count)
                loops.append((outer, blocks.count, blocks.count - 1))
                current = number
                visit(inner)
                loops[number].last = blocks.count - 1
                current = outer
            case .branch(_, let yes, let no):
                visit(yes)
                visit(no)
            case .choose(_, let cases, let rest):
                for way in cases { visit(way.body) }
                visit(rest)
            case .dispatch(_, let ways):
                dispatching.insert(current)
                for way in ways { visit(way) }
            case .transfer, .exit, .repeat, .leave, .select: break
            }
        }
    }
}

/// From where to where values live.
private struct LiveRanges {
    private let function: Function
    private let order: StatementOrder
    /// The last place so far.
    var place = 0
    /// The place of the last instruction of each block.
    var blockEnds: SecondaryMap<BlockID, Int>
    private(set) var starts: SecondaryMap<ValueID, Int>
    private(set) var ends: SecondaryMap<ValueID, Int>
    /// The first and the last place in each loop.
    private var loops: [(first: Int, last: Int)] = []

    init(_ function: Function, _ order: StatementOrder) {
        self.function = function
        self.order = order
        blockEnds = SecondaryMap(initial: 0, count: function.blocks.count)
        starts = SecondaryMap(initial: 0, count: function.values.count)
        ends = SecondaryMap(initial: -1, count: function.values.count)
    }

    mutating func finishLoops() {
        loops = order.loops.map { loop in
            let first = loop.first == 0 ? 0 : blockEnds[order.blocks[loop.first - 1]]
            return (first + 1, loop.last < loop.first ? first : blockEnds[order.blocks[loop.last]])
        }
    }

    mutating func define(_ value: ValueID, at place: Int) {
        starts[value] = starts[value] == 0 ? place : min(starts[value], place)
        ends[value] = max(ends[value], place)
    }

    /// A read in a loop that the value comes into from outside is one in all of the loop.
    mutating func read(_ value: ValueID, in block: BlockID, at place: Int) {
        ends[value] = max(ends[value], place)
        guard let definition = definingBlock(value) else { return }
        var loop = order.loopOfBlock[block] ?? -1
        while loop >= 0, !contains(loop, definition) {
            ends[value] = max(ends[value], loops[loop].last)
            loop = order.loops[loop].outer
        }
        if block != definition { coverRegions(value, definition, block) }
    }

    /// Parameters are set at the end of each block that leads to theirs.
    mutating func addParameters(_ block: BlockID, _ positions: SecondaryMap<InstructionID, Int>) {
        guard let last = function.layout.last(in: block) else { return }
        for call in function.blockCallIDs(last) {
            let target = function.blockCalls[call].block
            let first = function.layout.first(in: target).map { positions[$0] } ?? 0
            for parameter in function.parameters(target) {
                starts[parameter] = starts[parameter] == 0 ? first : min(starts[parameter], first)
                ends[parameter] = max(ends[parameter], first)
                if positions[last] < first {
                    starts[parameter] = min(starts[parameter], positions[last])
                } else {
                    cover(parameter, innermost(block, target))
                }
                coverRegions(parameter, block, target)
            }
        }
    }

    /// In an irreducible region blocks follow each other in any order.
    private mutating func coverRegions(_ value: ValueID, _ blocks: BlockID...) {
        for block in blocks where !order.dispatching.isEmpty {
            var loop = order.loopOfBlock[block] ?? -1
            while loop >= 0 {
                if order.dispatching.contains(loop) { cover(value, loop) }
                loop = order.loops[loop].outer
            }
        }
    }

    /// Lets a value live in all of a loop, or for -1 everywhere.
    private mutating func cover(_ value: ValueID, _ loop: Int) {
        let all = loop < 0 ? (first: 1, last: place) : loops[loop]
        starts[value] = min(starts[value] == 0 ? all.first : starts[value], all.first)
        ends[value] = max(ends[value], all.last)
    }

    private func definingBlock(_ value: ValueID) -> BlockID? {
        switch function.definition(value) {
        case .parameter(let block, _): block
        case .result(let instruction, _): function.layout.block(of: instruction)
        }
    }

    private func contains(_ loop: Int, _ block: BlockID) -> Bool {
        loops[loop].first...max(loops[loop].first, loops[loop].last) ~= blockEnds[block]
    }

    /// The innermost loop around both blocks; -1 for none.
    private func innermost(_ block: BlockID, _ other: BlockID) -> Int {
        var loop = order.loopOfBlock[block] ?? -1
        while loop >= 0, !contains(loop, other) { loop = order.loops[loop].outer }
        return loop
    }
}
