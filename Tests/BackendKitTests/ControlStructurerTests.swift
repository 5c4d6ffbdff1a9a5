// The structurer on random control flow: walking the statements and walking the blocks, with the same decisions, visits
// the same blocks.

import BackendKit
import IR
import Support
import Testing

@Suite struct ControlStructurerTests {
    @Test(arguments: 0..<400) func visitsTheSameBlocks(seed: Int) {
        var random = Random(seed: UInt64(seed))
        let function = RandomFlow.make(blocks: 2 + random.below(24), forward: seed % 3 == 0, &random)
        let structured = ControlStructurer.structure(function)
        for round in 0..<8 {
            let decisions = Random(seed: UInt64(seed * 100 + round))
            let expected = BlockWalk.run(function, decisions)
            var walk = StatementWalk(function, decisions)
            walk.run(structured.statements)
            #expect(walk.trace == expected)
        }
    }

    @Test func reducibleFlowNeedsNoDispatch() {
        var random = Random(seed: 7)
        for _ in 0..<50 {
            let function = RandomFlow.make(blocks: 20, forward: true, &random)
            #expect(ControlStructurer.structure(function).dispatchVariableCount == 0)
        }
    }

    @Test func longChainsDoNotNest() {
        var builder = FunctionBuilder(Function(name: "f", signature: Signature(parameters: [.i1], results: [])))
        _ = builder.makeEntryBlock()
        let flag = builder.function.parameters(BlockID(index: 0))[0]
        for _ in 0..<20_000 {
            let yes = builder.makeBlock()
            let no = builder.makeBlock()
            RandomFlow.branch(flag, yes, no, &builder)
            builder.position(atEndOf: yes)
            builder.append(Instruction(.ret), results: [])
            builder.position(atEndOf: no)
        }
        builder.append(Instruction(.ret), results: [])
        let structured = ControlStructurer.structure(builder.function)
        #expect(Self.depth(structured.statements) < 200)
    }

    private static func depth(_ statements: [ControlStatement]) -> Int {
        var deepest = 0
        for statement in statements {
            switch statement {
            case .body, .transfer, .exit, .repeat, .leave, .select: break
            case .block(_, let body), .loop(_, let body): deepest = max(deepest, 1 + depth(body))
            case .branch(_, let yes, let no): deepest = max(deepest, 1 + max(depth(yes), depth(no)))
            case .choose(_, let cases, let rest):
                deepest = max(deepest, 1 + (cases.map { depth($0.body) } + [depth(rest)]).reduce(0, max))
            case .dispatch(_, let ways): deepest = max(deepest, 1 + ways.map { depth($0) }.reduce(0, max))
            }
        }
        return deepest
    }
}

/// A small generator of pseudo-random numbers (xorshift).
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int((state >> 11) % UInt64(limit))
    }
}

/// Functions of empty blocks with random branches.
enum RandomFlow {
    /// With `forward`, the only edges back lead to blocks that dominate: the flow is reducible.
    static func make(blocks count: Int, forward: Bool, _ random: inout Random) -> Function {
        var builder = FunctionBuilder(Function(name: "f", signature: Signature(parameters: [.i1, .i32], results: [])))
        var blocks = [builder.makeEntryBlock()]
        let parameters = builder.function.parameters(blocks[0])
        for _ in 1..<count { blocks.append(builder.makeBlock()) }
        for (place, block) in blocks.enumerated() {
            builder.position(atEndOf: block)
            func target() -> BlockID {
                if forward { return blocks[min(count - 1, place + 1 + random.below(4))] }
                return blocks[1 + random.below(count - 1)]
            }
            // The chain from the entry dominates: in forward flow a block may go round to itself.
            let kind = place == count - 1 ? 0 : random.below(10)
            switch kind {
            case 0: builder.append(Instruction(.ret), results: [])
            case 1, 2: jump(target(), &builder)
            case 3:
                let calls = (0..<4).map { _ in builder.function.makeBlockCall(target()) }
                let cases = (0..<3).map { (value: UInt64($0), target: calls[$0]) }
                let table = builder.function.switchTables.append(SwitchTable(cases: cases, defaultTarget: calls[3]))
                builder.append(
                    Instruction(.switch, a: parameters[1].rawValue, b: table.rawValue), results: [])
            case 4 where forward && place > 0: branch(parameters[0], block, target(), &builder)
            default: branch(parameters[0], target(), target(), &builder)
            }
        }
        return builder.function
    }

    static func jump(_ target: BlockID, _ builder: inout FunctionBuilder) {
        let call = builder.function.makeBlockCall(target)
        builder.append(Instruction(.jump, a: call.rawValue), results: [])
    }

    static func branch(_ value: ValueID, _ yes: BlockID, _ no: BlockID, _ builder: inout FunctionBuilder) {
        let first = builder.function.makeBlockCall(yes)
        let second = builder.function.makeBlockCall(no)
        builder.append(
            Instruction(.branch, a: value.rawValue, b: first.rawValue, c: second.rawValue), results: [])
    }
}

/// Follows the blocks.
enum BlockWalk {
    static let limit = 200

    static func run(_ function: Function, _ decisions: Random) -> [BlockID] {
        var decisions = decisions
        var trace: [BlockID] = []
        var block = function.entry
        while let current = block, trace.count < limit {
            trace.append(current)
            guard let terminator = function.terminator(current) else { break }
            block = next(terminator, function, &decisions).map { function.blockCalls[$0].block }
        }
        return trace
    }

    /// The block call that control takes; nil when it leaves.
    private static func next(_ terminator: InstructionID, _ function: Function, _ decisions: inout Random) -> BlockCallID? {
        let calls = function.blockCallIDs(terminator)
        if calls.count < 2 { return calls.first }
        if function[terminator].opcode == .branch { return calls[decisions.below(2)] }
        let table = function.switchTables[function[terminator].switchTable]
        let block = function.blockCalls[table.defaultTarget].block
        // A switch with one way is no decision.
        if table.cases.allSatisfy({ function.blockCalls[$0.target].block == block }) { return table.defaultTarget }
        let value = UInt64(decisions.below(4))
        return table.cases.first { $0.value == value }?.target ?? table.defaultTarget
    }
}

/// Follows the statements.
struct StatementWalk {
    private let function: Function
    private var decisions: Random
    private var variables: [DispatchVariable: Int] = [:]
    private(set) var trace: [BlockID] = []

    private enum Ending: Equatable {
        case fall, left
        case exit(ControlLabel)
        case `repeat`(ControlLabel)
    }

    init(_ function: Function, _ decisions: Random) {
        self.function = function
        self.decisions = decisions
    }

    mutating func run(_ statements: [ControlStatement]) { _ = sequence(statements) }

    private mutating func sequence(_ statements: [ControlStatement]) -> Ending {
        for statement in statements {
            let ending = step(statement)
            if ending != .fall { return ending }
        }
        return .fall
    }

    private mutating func step(_ statement: ControlStatement) -> Ending {
        switch statement {
        case .body(let block):
            if trace.count == BlockWalk.limit { return .left }
            trace.append(block)
            return trace.count == BlockWalk.limit ? .left : .fall
        case .transfer: return .fall
        case .leave: return .left
        case .exit(let label): return .exit(label)
        case .repeat(let label): return .repeat(label)
        case .select(let variable, let value):
            variables[variable] = value
            return .fall
        case .block(let label, let body):
            let ending = sequence(body)
            return ending == .exit(label) ? .fall : ending
        case .loop(let label, let body):
            while true {
                let ending = sequence(body)
                if ending != .repeat(label) { return ending }
            }
        case .branch(_, let yes, let no): return sequence(decisions.below(2) == 0 ? yes : no)
        case .choose(_, let cases, let rest):
            let value = UInt64(decisions.below(4))
            return sequence(cases.first { $0.values.contains(value) }?.body ?? rest)
        case .dispatch(let variable, let ways):
            guard let value = variables[variable] else { return .left }
            return sequence(ways[value])
        }
    }
}
