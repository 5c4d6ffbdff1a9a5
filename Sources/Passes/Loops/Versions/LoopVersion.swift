// The making of a loop's fast version, by a plan.

import IR
import Support

/// A fast version in the making.
struct LoopVersion {
    private let plan: LoopVersionPlan
    /// The blocks of the loop, definitions before uses, and their copies.
    private var blocks: [(old: BlockID, new: BlockID)] = []
    private var copies: [BlockID: BlockID] = [:]
    /// What stands for each value in the fast version.
    private var images: [ValueID: ValueID] = [:]
    /// The values of the loop, with the place of their block in `blocks`.
    private var values: [(value: ValueID, place: Int)] = []

    /// Makes the version; answers its blocks.
    static func make(_ plan: LoopVersionPlan, _ function: inout Function) -> [BlockID] {
        var version = LoopVersion(plan, &function)
        version.copy(&function)
        version.repair(&function)
        return version.blocks.map(\.new)
    }

    /// Puts the way to the fast version in front of the loop.
    private init(_ plan: LoopVersionPlan, _ function: inout Function) {
        self.plan = plan
        let graph = ControlFlowGraph(function)
        for old in graph.reversePostorder where plan.loop.blocks.contains(old) {
            let new = function.makeBlock()
            blocks.append((old, new))
            copies[old] = new
            for parameter in function.parameters(old) {
                images[parameter] = function.appendParameter(new, function.type(parameter))
            }
        }
        var place = function.makePreheader(of: plan.loop, graph)
        enter(from: place, &function)
        for (_, new) in blocks {
            function.layout.insert(new, after: place)
            place = new
        }
    }

    /// Ends the preheader with the questions of the plan; what follows from them is found once behind them.
    private mutating func enter(from preheader: BlockID, _ function: inout Function) {
        guard let jump = function.terminator(preheader), let onward = function.blockCallIDs(jump).first,
            let fast = copies[plan.loop.header]
        else { preconditionFailure("LoopVersion: a preheader without a jump") }
        let arguments = function.arguments(onward)
        let location = function.location(jump)
        var questions = plan.numbers.map { LoopVersionPlan.Assumption(value: arguments[$0], type: .i64) }
        for assumption in plan.assumptions where !questions.contains(where: { $0.value == assumption.value }) {
            questions.append(assumption)
        }
        guard !questions.isEmpty else {
            function.blockCalls[onward].block = fast
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
        function.appendJump(to: function.makeBlockCall(fast, arguments), in: entrance, location: location)
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
                images[function.result(test)] = add(truth, .i1, &function)
            }
            guard question.type.layout != nil else { continue }
            let unboxes = users[question.value].filter {
                function[$0].opcode == .unbox && isOf(question, $0, function) && isInLoop($0, function)
            }
            guard let first = unboxes.first else { continue }
            let object = add(function[first], question.type, &function)
            var count: ValueID?
            for unbox in unboxes {
                images[function.result(unbox)] = object
                for user in users[function.result(unbox)]
                where function[user].opcode == .elementCount && isInLoop(user, function) {
                    let known = count ?? add(.unary(.elementCount, .i32, object), .i32, &function)
                    count = known
                    images[function.result(user)] = known
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

    private mutating func copy(_ function: inout Function) {
        for (place, block) in blocks.enumerated() {
            for parameter in function.parameters(block.old) { values.append((parameter, place)) }
            for instruction in function.layout.instructions(block.old) {
                let results = function.results(instruction)
                for result in results { values.append((result, place)) }
                if let first = results.first, images[first] != nil { continue }
                var detached = DetachedInstruction(instruction, of: function)
                detached.mapTargets { copies[$0] ?? $0 }
                let new = detached.append(to: block.new, of: &function, location: function.location(instruction))
                for (old, image) in zip(results, function.results(new)) { images[old] = image }
                function.mapOperands(new) { images[$0] ?? $0 }
                function.replaceBoundValues(before: new) { images[$0] ?? $0 }
                for (old, copy) in zip(function.blockCallIDs(instruction), function.blockCallIDs(new))
                where plan.leaving.contains(old) {
                    function.blockCalls[copy].block = function.blockCalls[old].block
                }
            }
        }
    }

    /// Makes code behind the fast version, in the slow one and after both, use what the version that ran has computed.
    private func repair(_ function: inout Function) {
        let graph = ControlFlowGraph(function)
        _ = function.removeUnreachableBlocks(graph)
        let users = Users(function)
        let bound = BoundUses(function)
        for (value, place) in values {
            let (old, new) = blocks[place]
            let outside = users[value].filter { function.layout.block(of: $0).map { $0 != old } ?? false }
            var reaching: [BlockID: ValueID] = [:]
            if !outside.isEmpty {
                let repair = SSARepair(type: function.type(value)) { block in
                    block == old ? value : block == new ? images[value] : nil
                }
                let places = outside.compactMap(function.layout.block)
                reaching = repair.valuesAtStart(of: places, in: &function, graph) ?? [:]
            }
            bound.repair(value, outside: { $0 == old || $0 == new }, reaching: reaching, &function)
            for user in outside {
                guard let block = function.layout.block(of: user), let known = reaching[block] else { continue }
                function.mapOperands(user) { $0 == value ? known : $0 }
            }
        }
    }
}
