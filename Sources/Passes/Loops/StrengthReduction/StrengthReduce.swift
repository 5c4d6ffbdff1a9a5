// Strength reduction: addresses that are linear in the counter of a loop become pointers that the loop advances; a
// counter that is then used only to end the loop goes, its test asked of a pointer instead, or counts down to zero,
// which takes no comparison. It is done where it leaves fewer instructions in the loop. Before that, "less" in exit
// tests becomes "not equal" where both are the same, and counters that run in step are merged.
// Requires: the function is in SSA form. Source: Allen, Cocke, Kennedy, "Reduction of Operator Strength", 1981.

import IR
import Support

extension Pass {
    /// Replaces address computations in loops by advancing pointers.
    static let strengthReduce = strengthReduction(
        "strength-reduce", "Replace address computations in loops by advancing pointers", followsPointers: true)

    /// As `strengthReduce`, but typed pointers stay sums with a counter: for back ends that check accesses by the range
    /// of the counter.
    static let strengthReduceNumbers = strengthReduction(
        "strength-reduce-numbers", "As strength-reduce, for addresses that are numbers", followsPointers: false)

    private static func strengthReduction(_ name: String, _ summary: String, followsPointers: Bool) -> Pass {
        Pass(name: name, summary: summary) { function, cache in
            reduceStrength(&function, &cache, followsPointers: followsPointers)
        }
    }

    private static func reduceStrength(
        _ function: inout Function, _ cache: inout AnalysisCache, followsPointers: Bool
    ) -> Bool {
        var changed = false
        for header in cache.loopForest(function).loops.values.map(\.header).reversed() {
            let (graph, tree, forest) = (
                cache.controlFlowGraph(function), cache.dominatorTree(function), cache.loopForest(function)
            )
            guard let id = forest.loop(of: header), forest.loops[id].header == header,
                var reduction = LoopReduction(
                    &function, id, forest, graph, tree, cache.module, followsPointers: followsPointers)
            else { continue }
            reduction.run()
            swap(&function, &reduction.function)
            for (name, count) in reduction.counts where count > 0 { cache.counters.count(name, count) }
            if reduction.changed { changed = true }
            if reduction.changedControlFlow { cache.invalidate() }
        }
        return changed
    }
}

/// The work on one loop.
struct LoopReduction {
    var function: Function
    private(set) var changed = false
    private(set) var changedControlFlow = false
    private(set) var counts: [(name: String, count: Int)] = []
    let id: LoopID
    let forest: LoopForest
    let graph: ControlFlowGraph
    let tree: DominatorTree
    let module: ModuleFacts
    var shape: InductionLoop
    /// Where new values from outside the loop are computed.
    private var preheader: BlockID?

    init?(
        _ source: inout Function, _ id: LoopID, _ forest: LoopForest, _ graph: ControlFlowGraph, _ tree: DominatorTree,
        _ module: ModuleFacts, followsPointers: Bool
    ) {
        // Pointers into the host's memory are left to whoever knows its addressing modes.
        let pointerBits = followsPointers && Self.isOwn(module.memory) ? module.memory.pointerBytes * 8 : nil
        guard let shape = InductionLoop(forest.loops[id], source, graph, pointerBits: pointerBits),
            !shape.variables.isEmpty
        else { return nil }
        self.shape = shape
        self.id = id
        self.forest = forest
        self.graph = graph
        self.tree = tree
        self.module = module
        function = Function(name: "")
        swap(&function, &source)
    }

    /// Whether effective addresses are taken modulo the size of the memory.
    static func isOwn(_ memory: MemoryModel) -> Bool { 1...(1 << 32) ~= memory.size }

    mutating func run() {
        mergeVariables()
        let tests = exitTests()
        for test in tests where test.certainlyMeetsBound(shape, function, graph) { makeInequality(test) }
        for test in exitTests() { askNext(test) }
        for parameter in shape.variables.map(\.parameter) {
            if let variable = shape.variables.first(where: { $0.parameter == parameter }) { reduce(variable) }
        }
        for parameter in shape.variables.map(\.parameter) {
            if let variable = shape.variables.first(where: { $0.parameter == parameter }) { countDown(variable) }
        }
    }

    mutating func count(_ name: String) {
        counts.append((name, 1))
        changed = true
    }

    func exitTests() -> [ExitTest] {
        shape.loop.blocks.filter(graph.isReachable).sorted { graph.orderNumber($0) < graph.orderNumber($1) }
            .compactMap { ExitTest(shape, block: $0, function, tree) }
    }

    private mutating func makeInequality(_ test: ExitTest) {
        let new: IntegerCondition = test.staysWhenTrue ? .ne : .eq
        guard function[test.compare].integerCondition != new else { return }
        var bound = test.bound
        if let bits = test.strict.bound, test.strict.condition != test.condition {
            let constant = function.makeConstant(bits, test.variable.type)
            function.layout.insert(constant, before: test.compare)
            bound = function.result(constant)
        }
        let variable = test.isNext ? test.variable.next : test.variable.parameter
        function[test.compare] = .icmp(new, test.variable.type, variable, bound)
        count("tests")
    }

    /// Asks the next value of a counter whether it meets what comes behind a constant bound, so that the two values need
    /// not live side by side.
    private mutating func askNext(_ test: ExitTest) {
        let variable = test.variable
        guard !test.isNext, test.condition == .ne || test.condition == .eq,
            let bound = function.constantBits(test.bound), isBefore(variable.next, function.result(test.compare))
        else { return }
        let next = (bound &+ variable.step) & variable.type.integerMask
        let condition = function[test.compare].integerCondition
        let constant = function.makeConstant(next, variable.type)
        function.layout.insert(constant, before: test.compare)
        function[test.compare] = .icmp(condition, variable.type, variable.next, function.result(constant))
        count("tests")
    }

    /// Makes one of two variables that take equal steps do for both: where they start equal, and where the other only
    /// addresses memory at a fixed distance.
    private mutating func mergeVariables() {
        let parameters = shape.variables.map(\.parameter)
        for (position, parameter) in parameters.enumerated() {
            for earlier in parameters[..<position] {
                guard let first = shape.variables.first(where: { $0.parameter == earlier }),
                    let second = shape.variables.first(where: { $0.parameter == parameter }), first.type == second.type,
                    first.step == second.step
                else { continue }
                if first.start == second.start || haveEqualBits(first.start, second.start) {
                    // The one whose next value is there first.
                    let (kept, other) = isBefore(first.next, second.next) ? (first, second) : (second, first)
                    guard isBefore(kept.next, other.next) else { continue }
                    function.replaceValues {
                        $0 == other.parameter ? kept.parameter : $0 == other.next ? kept.next : $0
                    }
                    removeVariable(other)
                } else if !followAtDistance(second, first), !followAtDistance(first, second) {
                    continue
                }
                count("merged")
                break
            }
        }
    }

    /// Whether `value` is computed before `other` whenever that is.
    private func isBefore(_ value: ValueID, _ other: ValueID) -> Bool {
        guard let first = function.definingInstruction(value), let second = function.definingInstruction(other),
            let firstBlock = function.layout.block(of: first), let secondBlock = function.layout.block(of: second)
        else { return false }
        if firstBlock != secondBlock { return tree.dominates(firstBlock, secondBlock) }
        var cursor = function.layout.next(first)
        while let instruction = cursor, instruction != second { cursor = function.layout.next(instruction) }
        return cursor == second
    }

    /// Lets accesses through `other` go through `kept`, with the distance between the two in their offsets.
    private mutating func followAtDistance(_ other: InductionVariable, _ kept: InductionVariable) -> Bool {
        guard let start = function.constantBits(other.start), let keptStart = function.constantBits(kept.start),
            Self.isOwn(module.memory), let step = function.definingInstruction(other.next)
        else { return false }
        let users = Users(function)
        let distance = Int32(truncatingIfNeeded: start &- keptStart)
        let accesses = users[other.parameter].filter { $0 != step }
        guard !accesses.isEmpty, users[other.next].count == 1, users[other.next].allSatisfy({ isLatch($0) }) else {
            return false
        }
        for access in accesses {
            let data = function[access]
            let format = data.opcode.info.format
            let offset = Int64(data.offset) + Int64(distance)
            guard format == .load || (format == .store && data.valueB != other.parameter),
                data.valueA == other.parameter,
                -2048...2047 ~= offset
            else { return false }
        }
        for access in accesses {
            function[access].valueA = kept.parameter
            function[access].offset += distance
        }
        removeVariable(other)
        return true
    }

    private func isLatch(_ instruction: InstructionID) -> Bool {
        function.blockCallIDs(instruction).contains(shape.latchCall)
    }

    private func haveEqualBits(_ left: ValueID, _ right: ValueID) -> Bool {
        guard let bits = function.constantBits(left) else { return false }
        return function.constantBits(right) == bits
    }

    mutating func removeVariable(_ variable: InductionVariable) {
        if let step = function.definingInstruction(variable.next) { function.layout.remove(step) }
        let isDropped = function.parameters(shape.loop.header).map { $0 == variable.parameter }
        let incoming = function.incomingCalls()[shape.loop.header]
        function.dropParameters(shape.loop.header, isDropped, incoming: incoming)
        refresh()
    }

    /// Finds the variables anew.
    mutating func refresh() {
        if let current = InductionLoop(
            shape.loop, function, ControlFlowGraph(function), pointerBits: shape.pointerBits)
        {
            shape = current
        }
    }

    mutating func makePreheader() -> BlockID {
        if let preheader { return preheader }
        if let block = function.preheader(of: shape.loop, graph) {
            preheader = block
            return block
        }
        let block = function.makePreheader(of: shape.loop, graph)
        changedControlFlow = true
        preheader = block
        return block
    }
}
