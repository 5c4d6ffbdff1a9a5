// Which loops are worth a fast version, and what that version takes for granted.
// A variable of a loop is often a number on every way but those that call a function for what is none: a sum may become
// a large integer, an operand may be any object. In the fast version such ways leave for the loop as it was and do not
// come back, so its variables are numbers and need no boxes. What its tests ask of values from outside the loop is
// asked once, in front of it.

import IR
import Support

/// What a fast version of a loop does without.
struct LoopVersionPlan {
    /// That a value from outside the loop is of a type.
    struct Assumption {
        let value: ValueID
        let type: Type
    }

    let loop: Loop
    /// The edges inside the loop that lead to the slow version from the fast one.
    let leaving: EntitySet<BlockCallID>
    /// The parameters of the header that must be numbers where the loop begins, by position.
    let numbers: [Int]
    let assumptions: [Assumption]
}

/// Looks for loops of one function that are worth it.
struct LoopVersionPlanner {
    /// An edge into a block.
    private struct Edge {
        let call: BlockCallID
        let source: BlockID
    }

    /// What an edge passes for a parameter that is to be a number.
    private enum Passed {
        case number
        /// Anything, from a call: the fast version leaves here.
        case leaves
        /// Anything, where the loop begins: asked for in front of it.
        case isAsked
        case other
    }

    /// The most instructions of a loop that gets a version.
    private static let sizeLimit = 600
    /// The most questions about values from outside.
    private static let assumptionLimit = 6
    /// How many steps of arithmetic are followed from a number to what it is made of.
    private static let depthLimit = 8

    private let function: Function
    private let graph: ControlFlowGraph
    private let forest: LoopForest
    private let roots: PrimaryMap<RootID, Root>
    private let layouts: PrimaryMap<LayoutID, ObjectLayout>
    private let shape: KindShape
    private var incoming: SecondaryMap<BlockID, [Edge]>

    init(_ function: Function, _ cache: inout AnalysisCache) {
        self.function = function
        graph = cache.controlFlowGraph(function)
        forest = cache.loopForest(function)
        roots = cache.module.roots
        layouts = cache.module.layouts
        shape = KindShape(function, KindTests(cache.module.layouts))
        incoming = SecondaryMap(initial: [], count: function.blocks.count)
        for block in graph.reversePostorder {
            guard let terminator = function.terminator(block) else { continue }
            for call in function.distinctBlockCallIDs(terminator) {
                incoming[function.blockCalls[call].block].append(Edge(call: call, source: block))
            }
        }
    }

    /// The plan of a loop that is worth it, an outer one before those in it; blocks that are `done` get none.
    func plan(besides done: EntitySet<BlockID>) -> LoopVersionPlan? {
        for loop in forest.loops.values where !done.contains(loop.header) {
            if let plan = plan(loop) { return plan }
        }
        return nil
    }

    private func plan(_ loop: Loop) -> LoopVersionPlan? {
        guard loop.header != function.entry, isSmall(loop) else { return nil }
        let numbers = neededNumbers(in: loop, among: possibleNumbers(in: loop))
        var leaving = EntitySet<BlockCallID>(capacity: function.blockCalls.count)
        var asked: [Int] = []
        for block in loop.blocks {
            for (index, parameter) in function.parameters(block).enumerated() where numbers.contains(parameter) {
                for edge in incoming[block] {
                    switch passed(index, on: edge, loop, numbers) {
                    case .leaves: leaving.insert(edge.call)
                    case .isAsked: if asked.last != index { asked.append(index) }
                    case .number, .other: break
                    }
                }
            }
        }
        guard !leaving.isEmpty || !asked.isEmpty, hasQuietWay(loop, besides: leaving) else { return nil }
        leaving.formUnion(waysOfFailure(in: loop))
        return LoopVersionPlan(
            loop: loop, leaving: leaving, numbers: asked, assumptions: assumptions(in: loop, numbers))
    }

    private func isSmall(_ loop: Loop) -> Bool {
        var count = 0
        for block in loop.blocks {
            count += function.layout.instructions(block).count
            if count > LoopVersionPlanner.sizeLimit { return false }
        }
        return true
    }

    /// The edges behind calls that stand in for what an operand was not fit for: an index out of bounds, a sum that is
    /// too large, something else than a number or an array.
    private func waysOfFailure(in loop: Loop) -> EntitySet<BlockCallID> {
        var ways = EntitySet<BlockCallID>(capacity: function.blockCalls.count)
        for block in loop.blocks
        where block != loop.header && function.layout.instructions(block).contains(where: isCall) {
            guard incoming[block].allSatisfy(isFailure), let terminator = function.terminator(block) else { continue }
            for call in function.distinctBlockCallIDs(terminator)
            where loop.blocks.contains(function.blockCalls[call].block) {
                ways.insert(call)
            }
        }
        return ways
    }

    /// Whether control goes this way when a test of operands fails.
    private func isFailure(_ edge: Edge) -> Bool {
        guard let terminator = function.terminator(edge.source), function[terminator].opcode == .branch,
            function[terminator].c == edge.call.rawValue, function[terminator].b != function[terminator].c,
            let test = function.definingInstruction(function[terminator].valueA)
        else { return false }
        let data = function[test]
        if data.opcode == .icmp { return data.integerCondition == .ult }
        guard data.opcode == .isRef else { return false }
        return data.type == .i64 || data.type.layout.map { layouts[$0].elements != nil } ?? false
    }

    /// Whether an iteration of the fast version need not call anything: what calls cost is more than boxes do.
    private func hasQuietWay(_ loop: Loop, besides leaving: EntitySet<BlockCallID>) -> Bool {
        var seen = EntitySet<BlockID>(capacity: function.blocks.count)
        var worklist = [loop.header]
        while let block = worklist.popLast() {
            guard !function.layout.instructions(block).contains(where: isCall),
                let terminator = function.terminator(block)
            else { continue }
            for call in function.distinctBlockCallIDs(terminator) where !leaving.contains(call) {
                let target = function.blockCalls[call].block
                if target == loop.header { return true }
                if loop.blocks.contains(target), seen.insert(target) { worklist.append(target) }
            }
        }
        return false
    }

    // MARK: Numbers

    /// The parameters of blocks in the loop that are numbers when the edges that can leave do.
    private func possibleNumbers(in loop: Loop) -> EntitySet<ValueID> {
        var numbers = EntitySet<ValueID>(capacity: function.values.count)
        for block in loop.blocks {
            for parameter in function.parameters(block) where function.type(parameter) == .any {
                numbers.insert(parameter)
            }
        }
        var changed = true
        while changed {
            changed = false
            for block in loop.blocks {
                for (index, parameter) in function.parameters(block).enumerated()
                where numbers.contains(parameter) && !staysNumber(index, of: block, loop, numbers) {
                    numbers.remove(parameter)
                    changed = true
                }
            }
        }
        return numbers
    }

    /// Whether no edge passes anything else, and one that stays in the loop does pass a number.
    private func staysNumber(
        _ index: Int, of block: BlockID, _ loop: Loop, _ numbers: EntitySet<ValueID>
    ) -> Bool {
        var hasNumber = false
        for edge in incoming[block] {
            switch passed(index, on: edge, loop, numbers) {
            case .number: if loop.blocks.contains(edge.source) { hasNumber = true }
            case .leaves, .isAsked: break
            case .other: return false
            }
        }
        return hasNumber
    }

    private func passed(_ index: Int, on edge: Edge, _ loop: Loop, _ numbers: EntitySet<ValueID>) -> Passed {
        let value = function.arguments(edge.call)[index]
        if isNumber(value, on: edge, numbers) { return .number }
        if loop.blocks.contains(edge.source) {
            guard let maker = function.definingInstruction(value), isCall(maker),
                function.layout.block(of: maker).map(loop.blocks.contains) == true
            else { return .other }
            return .leaves
        }
        return isOpen(value) ? .isAsked : .other
    }

    private func isNumber(_ value: ValueID, on edge: Edge, _ numbers: EntitySet<ValueID>) -> Bool {
        if numbers.contains(value) { return true }
        if let maker = function.definingInstruction(value) {
            let data = function[maker]
            if data.opcode == .box { return data.type == .i64 }
            if case .integer = data.constantRoot(roots) { return true }
        }
        if shape.mask(value, in: edge.source).isSubset(of: .number) { return true }
        guard let terminator = function.terminator(edge.source), function[terminator].opcode == .branch else {
            return false
        }
        let data = function[terminator]
        guard data.b != data.c else { return false }
        return shape.facts(data.valueA, edge.call.rawValue == data.b, function).contains {
            $0.value == value && $0.kinds.isSubset(of: .number)
        }
    }

    private func isCall(_ instruction: InstructionID) -> Bool {
        switch function[instruction].opcode.info.format {
        case .call, .indirectCall, .closureCall, .send: true
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            false
        }
    }

    /// Whether nothing is known of a value: it was handed in, or read.
    private func isOpen(_ value: ValueID) -> Bool {
        guard let maker = function.definingInstruction(value) else { return true }
        let data = function[maker]
        return data.constantRoot(roots) == nil && !data.opcode.effects.isDisjoint(with: [.reads, .calls])
    }

    // MARK: What is worth it

    /// The variables of loops among possible numbers, the numbers that those are made of, and what is made of them.
    private func neededNumbers(in loop: Loop, among possible: EntitySet<ValueID>) -> EntitySet<ValueID> {
        var needed = EntitySet<ValueID>(capacity: function.values.count)
        var worklist: [ValueID] = []
        func need(_ value: ValueID) {
            if possible.contains(value), needed.insert(value) { worklist.append(value) }
        }
        for inner in forest.loops.values where loop.blocks.contains(inner.header) {
            function.parameters(inner.header).forEach(need)
        }
        repeat {
            while let parameter = worklist.popLast() {
                for value in arguments(for: parameter, in: loop) {
                    need(value)
                    sources(of: value, depth: 0).forEach(need)
                }
            }
            // What is computed from them, such as indices, leaves with them.
            for block in loop.blocks {
                for parameter in function.parameters(block)
                where possible.contains(parameter) && !needed.contains(parameter) {
                    let values = arguments(for: parameter, in: loop).flatMap { sources(of: $0, depth: 0) }
                    if values.contains(where: needed.contains) { need(parameter) }
                }
            }
        } while !worklist.isEmpty
        return needed
    }

    /// What edges inside the loop pass for a parameter.
    private func arguments(for parameter: ValueID, in loop: Loop) -> [ValueID] {
        guard case .parameter(let block, let index) = function.definition(parameter) else { return [] }
        return incoming[block].filter { loop.blocks.contains($0.source) }.map { function.arguments($0.call)[index] }
    }

    /// The dynamic values that a number is computed from.
    private func sources(of value: ValueID, depth: Int) -> [ValueID] {
        guard depth < LoopVersionPlanner.depthLimit, let maker = function.definingInstruction(value),
            function[maker].opcode.isPure || function[maker].opcode == .unbox
        else { return [] }
        if function[maker].opcode == .unbox { return [function[maker].valueA] }
        return function.operands(maker).flatMap { sources(of: $0, depth: depth + 1) }
    }

    /// What tests in the loop ask of values from outside: whether they are objects of a layout, one for each value, and
    /// whether they are numbers where a number of the loop is the other operand.
    private func assumptions(in loop: Loop, _ numbers: EntitySet<ValueID>) -> [LoopVersionPlan.Assumption] {
        var slow = EntitySet<BlockID>(capacity: function.blocks.count)
        var tests: [(data: Instruction, otherwise: BlockID)] = []
        for block in graph.reversePostorder where loop.blocks.contains(block) {
            guard let terminator = function.terminator(block), function[terminator].opcode == .branch,
                let test = function.definingInstruction(function[terminator].valueA), function[test].opcode == .isRef
            else { continue }
            let otherwise = function.blockCalls[BlockCallID(rawValue: function[terminator].c)].block
            if numbers.contains(function[test].valueA) { slow.insert(otherwise) }
            tests.append((function[test], otherwise))
        }
        var result: [LoopVersionPlan.Assumption] = []
        for (data, otherwise) in tests where isOutside(data.valueA, loop) && isOpen(data.valueA) {
            guard data.type.layout != nil || (data.type == .i64 && slow.contains(otherwise)),
                !result.contains(where: { $0.value == data.valueA })
            else { continue }
            result.append(LoopVersionPlan.Assumption(value: data.valueA, type: data.type))
        }
        return Array(result.prefix(LoopVersionPlanner.assumptionLimit))
    }

    private func isOutside(_ value: ValueID, _ loop: Loop) -> Bool {
        switch function.definition(value) {
        case .parameter(let block, _): !loop.blocks.contains(block)
        case .result(let instruction, _):
            function.layout.block(of: instruction).map { !loop.blocks.contains($0) } ?? false
        }
    }
}
