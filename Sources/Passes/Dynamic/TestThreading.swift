// Sends edges past a block that asks what one of its parameters is, where the edge passes a value whose kinds answer
// it: what a comparison gives is a number, what its error path gives is none.
// Each way out of the block gets a block of its own that takes the parameters again, so that edges can lead there.
// Requires: SSA form. Loops keep their headers.

import IR
import Support

/// The threading of one function.
struct TestThreading {
    /// A block whose branch tests one of its parameters.
    private struct Test {
        let block: BlockID
        let data: Instruction
        /// Which parameter it tests.
        let index: Int
        let branch: InstructionID
    }

    /// A block that has been threaded, with those on its two ways out.
    private struct Threaded {
        let parameters: [ValueID]
        let block: BlockID
        let arms: [BlockID]
    }

    private let flow: KindFlow
    private let graph: ControlFlowGraph
    private let users: Users
    private var threaded: [Threaded] = []
    private var count = 0

    /// Threads what the kinds of `flow` decide; answers how many edges.
    static func run(_ function: inout Function, _ flow: KindFlow) -> Int {
        guard function.entry != nil else { return 0 }
        var threading = TestThreading(flow, function)
        for block in threading.graph.reversePostorder where flow.reached.contains(block) {
            if let test = threading.test(block, function) { threading.thread(test, &function) }
        }
        if threading.count > 0 { threading.repair(&function) }
        return threading.count
    }

    private init(_ flow: KindFlow, _ function: Function) {
        self.flow = flow
        graph = ControlFlowGraph(function)
        users = Users(function)
    }

    /// The test at the end of `block`, if nothing else of the block is needed behind it but its parameters.
    private func test(_ block: BlockID, _ function: Function) -> Test? {
        guard block != function.entry, let branch = function.terminator(block),
            function[branch].opcode.info.format == .branch,
            let instruction = function.definingInstruction(function[branch].valueA),
            function.layout.block(of: instruction) == block
        else { return nil }
        let data = function[instruction]
        guard data.opcode == .isRef || data.opcode == .isNil,
            case .parameter(block, let index) = function.definition(data.valueA),
            graph.predecessors(block).allSatisfy({ graph.orderNumber($0) < graph.orderNumber(block) })
        else { return nil }
        func isOwn(_ value: ValueID) -> Bool {
            function.definingInstruction(value).map { function.layout.block(of: $0) == block } ?? false
        }
        var next = function.layout.first(in: block)
        while let instruction = next, instruction != branch {
            guard function[instruction].opcode.isPure else { return nil }
            for result in function.results(instruction)
            where !users[result].allSatisfy({ function.layout.block(of: $0) == block }) { return nil }
            next = function.layout.next(instruction)
        }
        for call in function.blockCallIDs(branch) where function.arguments(call).contains(where: isOwn) { return nil }
        return Test(block: block, data: data, index: index, branch: branch)
    }

    private mutating func thread(_ test: Test, _ function: inout Function) {
        var decided: [(edge: BlockCallID, outcome: Bool)] = []
        for predecessor in graph.predecessors(test.block) where flow.reached.contains(predecessor) {
            guard let terminator = function.terminator(predecessor) else { continue }
            for edge in function.distinctBlockCallIDs(terminator) where function.blockCalls[edge].block == test.block {
                let argument = function.arguments(edge)[test.index]
                let kinds = flow.kinds(of: argument, on: edge, terminator, in: predecessor)
                let truth = flow.truth(of: test.data, for: kinds)
                if truth.canBeTrue != truth.canBeFalse { decided.append((edge, truth.canBeTrue)) }
            }
        }
        guard !decided.isEmpty else { return }
        let arms = function.blockCallIDs(test.branch).map { makeArm($0, test, &function) }
        for (edge, outcome) in decided { function.blockCalls[edge].block = outcome ? arms[0] : arms[1] }
        threaded.append(Threaded(parameters: function.parameters(test.block), block: test.block, arms: arms))
        count += decided.count
    }

    /// Leads a way out of the block through a new block that takes all that the block takes.
    private func makeArm(_ way: BlockCallID, _ test: Test, _ function: inout Function) -> BlockID {
        let arm = function.makeBlock()
        function.layout.insert(arm, after: test.block)
        let old = function.parameters(test.block)
        let new = old.map { function.appendParameter(arm, function.type($0)) }
        func mapped(_ value: ValueID) -> ValueID { old.firstIndex(of: value).map { new[$0] } ?? value }
        let onward = function.makeBlockCall(function.blockCalls[way].block, function.arguments(way).map(mapped))
        function.appendJump(to: onward, in: arm, location: function.location(test.branch))
        function.blockCalls[way] = BlockCall(block: arm, arguments: function.lists.make(old))
        if function.layout.hasAttachments { bind(test, mapped, arm, &function) }
        return arm
    }

    /// What the block says of debug variables, said again in an arm.
    private func bind(
        _ test: Test, _ mapped: (ValueID) -> ValueID, _ arm: BlockID, _ function: inout Function
    ) {
        guard let jump = function.terminator(arm) else { return }
        for instruction in function.layout.instructions(test.block) {
            for var binding in function.bindings(before: instruction) {
                let isOwn =
                    binding.place.value.flatMap(function.definingInstruction)
                    .map { function.layout.block(of: $0) == test.block } ?? false
                switch binding.place {
                case _ where isOwn: binding.place = .none
                case .value(let value): binding.place = .value(mapped(value))
                case .memory(let value, let offset): binding.place = .memory(mapped(value), offset)
                default: break
                }
                function.bind(binding, before: jump)
            }
        }
    }

    /// Makes uses behind the threaded blocks use the parameters of the arms.
    private func repair(_ function: inout Function) {
        let graph = ControlFlowGraph(function)
        _ = function.removeUnreachableBlocks(graph)
        let users = Users(function)
        let bound = BoundUses(function)
        for entry in threaded {
            let arms = entry.arms.map { (block: $0, parameters: function.parameters($0)) }
            for (index, parameter) in entry.parameters.enumerated() {
                let outside = users[parameter].filter { user in
                    function.layout.block(of: user).map { $0 != entry.block } ?? false
                }
                var reaching: [BlockID: ValueID] = [:]
                if !outside.isEmpty {
                    let repair = SSARepair(type: function.type(parameter)) { block in
                        arms.first { $0.block == block }?.parameters[index]
                    }
                    let blocks = outside.compactMap { function.layout.block(of: $0) }
                    reaching = repair.valuesAtStart(of: blocks, in: &function, graph) ?? [:]
                }
                for user in outside {
                    guard let block = function.layout.block(of: user), let value = reaching[block] else { continue }
                    function.mapOperands(user) { $0 == parameter ? value : $0 }
                }
                let own = { (block: BlockID) in block == entry.block || entry.arms.contains(block) }
                bound.repair(parameter, outside: own, reaching: reaching, &function)
            }
        }
    }
}
