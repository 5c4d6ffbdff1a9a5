// The making of a loop's fast version, by a plan. Ways that leave it finish their iteration in a copy of what is left
// of it, and go on with the loop as it was, which so keeps its one header.

import IR
import Support

/// A fast version in the making.
struct LoopVersion {
    /// A copy of blocks of the loop.
    private struct Copy {
        /// The copies by the blocks of the loop.
        var blocks: [BlockID: BlockID] = [:]
        /// What stands for each value of the loop.
        var images: [ValueID: ValueID] = [:]
    }

    private let plan: LoopVersionPlan
    /// The blocks of the loop, definitions before uses.
    private let order: [BlockID]
    private var fast = Copy()
    /// What ways out of the fast version can come to before the next iteration.
    private var rest = Copy()

    /// Makes the version; answers the new blocks.
    static func make(_ plan: LoopVersionPlan, _ function: inout Function) -> [BlockID] {
        let graph = ControlFlowGraph(function)
        var version = LoopVersion(plan, graph)
        var place = function.makePreheader(of: plan.loop, graph)
        let preheader = place
        version.fast = version.makeBlocks(version.order, after: &place, &function)
        version.enter(from: preheader, &function)
        let remaining = version.remaining(function, graph)
        version.rest = version.makeBlocks(remaining, after: &place, &function)
        version.copyFast(&function)
        version.copyRest(&function)
        version.repair(&function)
        return version.order.compactMap { version.fast.blocks[$0] } + remaining.compactMap { version.rest.blocks[$0] }
    }

    private init(_ plan: LoopVersionPlan, _ graph: ControlFlowGraph) {
        self.plan = plan
        order = graph.reversePostorder.filter(plan.loop.blocks.contains)
    }

    /// The blocks of the loop that come behind the ways out in the same iteration.
    private func remaining(_ function: Function, _ graph: ControlFlowGraph) -> [BlockID] {
        var seen = EntitySet<BlockID>(capacity: function.blocks.count)
        var worklist = plan.leaving.map { function.blockCalls[$0].block }
        while let block = worklist.popLast() {
            guard block != plan.loop.header, plan.loop.blocks.contains(block), seen.insert(block) else { continue }
            worklist += graph.successors(block)
        }
        return order.filter(seen.contains)
    }

    /// Empty blocks with the parameters of `old`, behind `place` and then one behind the other.
    private func makeBlocks(
        _ old: [BlockID], after place: inout BlockID, _ function: inout Function
    ) -> Copy {
        var copy = Copy()
        for block in old {
            let new = function.makeBlock()
            function.layout.insert(new, after: place)
            place = new
            copy.blocks[block] = new
            for parameter in function.parameters(block) {
                copy.images[parameter] = function.appendParameter(new, function.type(parameter))
            }
        }
        return copy
    }

    /// Ends the preheader with the questions of the plan; what follows from them is found once behind them.
    private mutating func enter(from preheader: BlockID, _ function: inout Function) {
        guard let jump = function.terminator(preheader), let onward = function.blockCallIDs(jump).first,
            let start = fast.blocks[plan.loop.header]
        else { preconditionFailure("LoopVersion: a preheader without a jump") }
        let arguments = function.arguments(onward)
        let location = function.location(jump)
        var questions = plan.numbers.map { LoopVersionPlan.Assumption(value: arguments[$0], type: .i64) }
        for assumption in plan.assumptions where !questions.contains(where: { $0.value == assumption.value }) {
            questions.append(assumption)
        }
        guard !questions.isEmpty else {
            function.blockCalls[onward].block = start
            return
        }
        var flag: ValueID?
        func add(_ data: Instruction, _ type: Type, to block: BlockID, _ function: inout Function) -> ValueID {
            let instruction = function.makeInstruction(data, results: [type], location: location)
            function.layout.append(instruction, to: block)
            return function.result(instruction)
        }
        function.layout.remove(jump)
        for question in questions {
            let holds = add(.unary(.isRef, question.type, question.value), .i1, to: preheader, &function)
            flag = flag.map { add(.binary(.and, .i1, $0, holds), .i1, to: preheader, &function) } ?? holds
        }
        let entrance = function.makeBlock()
        function.layout.insert(entrance, after: preheader)
        guard let flag else { return }
        let branch = Instruction(
            .branch, a: flag.rawValue, b: function.makeBlockCall(entrance).rawValue, c: onward.rawValue)
        function.layout.append(function.makeInstruction(branch, results: [], location: location), to: preheader)
        assume(questions, &function) { data, type, function in add(data, type, to: entrance, &function) }
        function.appendJump(to: function.makeBlockCall(start, arguments), in: entrance, location: location)
    }

    /// Lets the fast version use what follows from the questions.
    private mutating func assume(
        _ questions: [LoopVersionPlan.Assumption], _ function: inout Function,
        _ add: (Instruction, Type, inout Function) -> ValueID
    ) {
        let users = Users(function)
        for question in questions {
            for test in users[question.value] where function[test].opcode == .isRef && isOf(question, test, function) {
                var truth = Instruction(.iconst, type: .i1)
                truth.immediate = 1
                fast.images[function.result(test)] = add(truth, .i1, &function)
            }
            guard question.type.layout != nil else { continue }
            let unboxes = users[question.value].filter {
                function[$0].opcode == .unbox && isOf(question, $0, function) && isInLoop($0, function)
            }
            guard let first = unboxes.first else { continue }
            let object = add(function[first], question.type, &function)
            var count: ValueID?
            for unbox in unboxes {
                fast.images[function.result(unbox)] = object
                for user in users[function.result(unbox)]
                where function[user].opcode == .elementCount && isInLoop(user, function) {
                    let known = count ?? add(.unary(.elementCount, .i32, object), .i32, &function)
                    count = known
                    fast.images[function.result(user)] = known
                }
            }
        }
    }

    private func isOf(_ question: LoopVersionPlan.Assumption, _ user: InstructionID, _ function: Function) -> Bool {
        function[user].type == question.type && function[user].valueA == question.value
    }

    private func isInLoop(_ instruction: InstructionID, _ function: Function) -> Bool {
        function.layout.block(of: instruction).map(plan.loop.blocks.contains) ?? false
    }

    private mutating func copyFast(_ function: inout Function) {
        for block in order {
            guard let target = fast.blocks[block] else { continue }
            for instruction in function.layout.instructions(block) {
                if function.results(instruction).contains(where: { fast.images[$0] != nil }) { continue }
                let new = append(instruction, to: target, &fast, &function)
                let images = fast.images
                function.mapOperands(new) { images[$0] ?? $0 }
                function.replaceBoundValues(before: new) { images[$0] ?? $0 }
                for (old, call) in zip(function.blockCallIDs(instruction), function.blockCallIDs(new)) {
                    let successor = function.blockCalls[old].block
                    let isLeaving = plan.leaving.contains(old)
                    function.blockCalls[call].block =
                        (isLeaving ? rest.blocks[successor] : fast.blocks[successor]) ?? successor
                }
            }
        }
    }

    /// Copies what is left of an iteration. Its ways in are many, so only what a block itself computes is known here.
    private mutating func copyRest(_ function: inout Function) {
        for block in order {
            guard let target = rest.blocks[block] else { continue }
            var own: [ValueID: ValueID] = [:]
            for parameter in function.parameters(block) { own[parameter] = rest.images[parameter] }
            for instruction in function.layout.instructions(block) {
                let new = append(instruction, to: target, &rest, &function)
                for result in function.results(instruction) { own[result] = rest.images[result] }
                function.mapOperands(new) { own[$0] ?? $0 }
                function.replaceBoundValues(before: new) { own[$0] ?? $0 }
                for call in function.distinctBlockCallIDs(new) {
                    let successor = function.blockCalls[call].block
                    function.blockCalls[call].block = rest.blocks[successor] ?? successor
                }
            }
        }
    }

    private func append(
        _ instruction: InstructionID, to block: BlockID, _ copy: inout Copy, _ function: inout Function
    ) -> InstructionID {
        let detached = DetachedInstruction(instruction, of: function)
        let new = detached.append(to: block, of: &function, location: function.location(instruction))
        for (old, image) in zip(function.results(instruction), function.results(new)) { copy.images[old] = image }
        return new
    }

    /// Makes the rest of an iteration, and code behind the loop, use what the version that ran has computed.
    private func repair(_ function: inout Function) {
        let graph = ControlFlowGraph(function)
        _ = function.removeUnreachableBlocks(graph)
        let users = Users(function)
        let bound = BoundUses(function)
        var settled = plan.loop.blocks
        for block in order.compactMap({ fast.blocks[$0] }) { settled.insert(block) }
        for block in order {
            let values = function.parameters(block) + function.layout.instructions(block).flatMap(function.results)
            for value in values { repair(value, of: block, settled, users, bound, graph, &function) }
        }
    }

    private func repair(
        _ value: ValueID, of block: BlockID, _ settled: EntitySet<BlockID>, _ users: Users, _ bound: BoundUses,
        _ graph: ControlFlowGraph, _ function: inout Function
    ) {
        let (first, second) = (fast.blocks[block], rest.blocks[block])
        let outside = users[value].filter { function.layout.block(of: $0).map { !settled.contains($0) } ?? false }
        var reaching: [BlockID: ValueID] = [:]
        if !outside.isEmpty {
            let repair = SSARepair(type: function.type(value)) { place in
                place == block
                    ? value : place == first ? fast.images[value] : place == second ? rest.images[value] : nil
            }
            let places = outside.compactMap(function.layout.block)
            reaching = repair.valuesAtStart(of: places, in: &function, graph) ?? [:]
        }
        bound.repair(value, outside: settled.contains, reaching: reaching, &function)
        for user in outside {
            guard let place = function.layout.block(of: user), let known = reaching[place] else { continue }
            function.mapOperands(user) { $0 == value ? known : $0 }
        }
    }
}
