// Sends edges past the blocks where they would not stay: blocks that only jump on, and blocks whose branch the edge
// decides, because it passes a constant or comes from a branch on the same condition.
// Requires: no unreachable blocks. Loops keep their headers: a decided branch in a loop header is left to loop
// rotation.

import IR
import Support

/// One round of threading over a function.
struct JumpThreading {
    /// An argument on an edge: a value, or a constant that has no instruction yet.
    private enum Argument {
        case value(ValueID)
        case constant(UInt64, Type)
    }

    /// Where an edge leads, and what it passes.
    private struct Edge {
        var target: BlockID
        var arguments: [Argument]
        /// What the blocks on the way say of debug variables.
        var bindings: [DebugBinding] = []
    }

    /// The longest way past blocks; endless ways, around loops of empty blocks, are given up.
    private static let hopLimit = 8
    /// The most instructions that are evaluated in a block to decide its branch.
    private static let instructionLimit = 6

    private let canBypass: EntitySet<BlockID>
    private let roots: PrimaryMap<RootID, Root>
    private(set) var threaded = 0

    static func run(
        _ function: inout Function, _ graph: ControlFlowGraph, _ roots: PrimaryMap<RootID, Root>
    ) -> Int {
        var threading = JumpThreading(function, graph, roots)
        guard !threading.canBypass.isEmpty else { return 0 }
        for block in function.layout.blocks {
            guard let terminator = function.terminator(block) else { continue }
            if threading.threadChoice(terminator, &function) { continue }
            for call in function.distinctBlockCallIDs(terminator) { threading.thread(call, terminator, &function) }
        }
        return threading.threaded
    }

    private init(_ function: Function, _ graph: ControlFlowGraph, _ roots: PrimaryMap<RootID, Root>) {
        self.roots = roots
        var outsideUses = UseCounts(function)
        var canBypass = EntitySet<BlockID>(capacity: function.blocks.count)
        for block in function.layout.blocks where block != function.entry {
            guard let last = function.terminator(block), JumpThreading.isShort(block, function, roots),
                !function.distinctBlockCallIDs(last).isEmpty
            else { continue }
            let instructions = function.layout.instructions(block)
            let isHeader = graph.predecessors(block).contains { graph.orderNumber($0) >= graph.orderNumber(block) }
            if isHeader && (instructions.count > 1 || function[last].opcode.info.format != .jump) { continue }
            let operands = instructions.flatMap(function.operands)
            let own = function.parameters(block) + instructions.flatMap(function.results)
            for operand in operands { outsideUses[operand] -= 1 }
            if own.allSatisfy({ outsideUses[$0] == 0 }) { canBypass.insert(block) }
            for operand in operands { outsideUses[operand] += 1 }
        }
        self.canBypass = canBypass
    }

    /// Whether nothing but a few pure instructions stands before the end of `block`.
    private static func isShort(
        _ block: BlockID, _ function: Function, _ roots: PrimaryMap<RootID, Root>
    ) -> Bool {
        var count = 1
        var next = function.layout.first(in: block)
        while let instruction = next, !function[instruction].opcode.isTerminator {
            count += 1
            guard count <= instructionLimit,
                function[instruction].opcode.isPure || function[instruction].constantRootID(roots) != nil
            else { return false }
            next = function.layout.next(instruction)
        }
        return true
    }

    private mutating func thread(_ call: BlockCallID, _ terminator: InstructionID, _ function: inout Function) {
        let start = function.blockCalls[call].block
        guard canBypass.contains(start) else { return }
        let fact = JumpThreading.fact(call, terminator, function)
        let edge = Edge(target: start, arguments: function.arguments(call).map(Argument.value))
        guard let way = way(from: edge, fact, function) else { return }
        follow(way, call, terminator, &function)
    }

    /// Makes a branch of a jump that passes a choice between two values, where each of them decides where it leads.
    private mutating func threadChoice(_ terminator: InstructionID, _ function: inout Function) -> Bool {
        guard function[terminator].opcode == .jump, let call = function.blockCallIDs(terminator).first,
            canBypass.contains(function.blockCalls[call].block)
        else { return false }
        let arguments = function.arguments(call)
        for (index, argument) in arguments.enumerated() where function.type(argument) == .any {
            guard let maker = function.definingInstruction(argument), function[maker].opcode == .select else {
                continue
            }
            let choice = function[maker]
            var ways: [Edge] = []
            for (value, bits) in [(choice.valueB, UInt64(1)), (choice.valueC, UInt64(0))] {
                var edge = Edge(target: function.blockCalls[call].block, arguments: arguments.map(Argument.value))
                edge.arguments[index] = .value(value)
                guard let way = way(from: edge, (choice.valueA, bits), function) else { break }
                ways.append(way)
            }
            guard ways.count == 2 else { continue }
            let calls = ways.map { function.makeBlockCall($0.target) }
            function[terminator] = Instruction(
                .branch, a: choice.a, b: calls[0].rawValue, c: calls[1].rawValue)
            for (way, call) in zip(ways, calls) { follow(way, call, terminator, &function) }
            return true
        }
        return false
    }

    /// The end of the way that an edge need not stop on; nil where it stays.
    private func way(from start: Edge, _ fact: (value: ValueID, bits: UInt64)?, _ function: Function) -> Edge? {
        var edge = start
        var hops = 0
        while canBypass.contains(edge.target), let next = hop(edge, fact, function) {
            hops += 1
            guard hops <= JumpThreading.hopLimit else { return nil }
            edge = next
        }
        return hops > 0 ? edge : nil
    }

    /// Leads a call of a block to the end of a way.
    private mutating func follow(
        _ edge: Edge, _ call: BlockCallID, _ terminator: InstructionID, _ function: inout Function
    ) {
        var arguments: [ValueID] = []
        for argument in edge.arguments {
            switch argument {
            case .value(let value): arguments.append(value)
            case .constant(let bits, let type):
                let constant = function.makeConstant(bits, type)
                function.layout.insert(constant, before: terminator)
                arguments.append(function.result(constant))
            }
        }
        function.blockCalls[call] = BlockCall(block: edge.target, arguments: function.lists.make(arguments))
        let isOnlyEdge = function[terminator].opcode.info.format == .jump
        for var binding in edge.bindings {
            // In front of a branch it would also hold on the other ways: there the variable is not known.
            if !isOnlyEdge { binding.place = .none }
            function.bind(binding, before: terminator)
        }
        threaded += 1
    }

    /// What is known on an edge: the condition of the branch that it comes from.
    private static func fact(
        _ call: BlockCallID, _ terminator: InstructionID, _ function: Function
    ) -> (value: ValueID, bits: UInt64)? {
        let data = function[terminator]
        guard data.opcode.info.format == .branch, data.b != data.c else { return nil }
        return (data.valueA, call.rawValue == data.b ? 1 : 0)
    }

    /// The edge past the block that `edge` leads to; nil when the block's branch is not decided or passes on what is
    /// not known.
    private func hop(_ edge: Edge, _ fact: (value: ValueID, bits: UInt64)?, _ function: Function) -> Edge? {
        let block = edge.target
        var computed: [(value: ValueID, bits: UInt64)] = []

        func argument(_ value: ValueID) -> Argument? {
            switch function.definition(value) {
            case .parameter(let owner, let index): return owner == block ? edge.arguments[index] : .value(value)
            case .result(let instruction, _):
                if let known = computed.first(where: { $0.value == value }) {
                    let type = function.type(value)
                    return type.isInteger || type.isFloat ? .constant(known.bits, type) : nil
                }
                return function.layout.block(of: instruction) == block ? nil : .value(value)
            }
        }
        func constant(_ value: ValueID) -> UInt64? {
            switch argument(value) {
            case .constant(let bits, _): return bits
            case .value(let passed): return fact?.value == passed ? fact?.bits : function.constantBits(passed)
            case nil: return nil
            }
        }

        /// Whether the operands of a `dyn_eq` are one object; nil where that is open, and for other instructions.
        func identity(_ data: Instruction) -> Bool? {
            guard data.opcode == .dynEq, let one = root(data.valueA), let other = root(data.valueB) else { return nil }
            return roots.areIdentical(one, other)
        }
        /// Where a constant root is read that the value comes from.
        func root(_ value: ValueID) -> RootID? {
            var origin = value
            if case .value(let passed)? = argument(value) { origin = passed }
            return function.definingInstruction(origin).flatMap { function[$0].constantRootID(roots) }
        }

        /// What a binding in the block says where the edge starts.
        func moved(_ binding: DebugBinding) -> DebugBinding {
            var binding = binding
            guard let value = binding.place.value, function.settled(binding.place).value != nil else { return binding }
            switch (argument(value), binding.place) {
            case (.value(let passed), .memory(_, let offset)): binding.place = .memory(passed, offset)
            case (.value(let passed), _): binding.place = .value(passed)
            case (.constant(let bits, _), .value): binding.place = .constant(bits)
            case (.constant, _), (nil, _): binding.place = .none
            }
            return binding
        }

        var bindings = edge.bindings
        for instruction in function.layout.instructions(block).dropLast() {
            bindings += function.bindings(before: instruction).map(moved)
            if let isSame = identity(function[instruction]) {
                computed.append((function.result(instruction), isSame ? 1 : 0))
                continue
            }
            switch Evaluate.instruction(instruction, in: function, constant: constant) {
            case .value(let bits): computed.append((function.result(instruction), bits))
            case .valueAndFlag(let bits, let flag):
                computed.append((function.result(instruction, 0), bits))
                computed.append((function.result(instruction, 1), flag ? 1 : 0))
            case .trap, .notPure, nil: break
            }
        }
        guard let last = function.terminator(block), let call = function.decidedTarget(last, constant: constant) else {
            return nil
        }
        bindings += function.bindings(before: last).map(moved)
        var next = Edge(target: function.blockCalls[call].block, arguments: [], bindings: bindings)
        for value in function.arguments(call) {
            guard let argument = argument(value) else { return nil }
            next.arguments.append(argument)
        }
        return next
    }
}

extension Function {
    /// Where a jump, branch or switch goes, if `constant` knows enough to tell.
    func decidedTarget(_ terminator: InstructionID, constant: (ValueID) -> UInt64?) -> BlockCallID? {
        let calls = distinctBlockCallIDs(terminator)
        if calls.count < 2 { return calls.first }
        let data = self[terminator]
        guard let bits = constant(data.valueA) else { return nil }
        if data.opcode.info.format == .branch { return BlockCallID(rawValue: bits & 1 == 0 ? data.c : data.b) }
        let table = switchTables[data.switchTable]
        return table.cases.first { $0.value == bits }?.target ?? table.defaultTarget
    }
}
