// Strength reduction: addresses that are linear in the counter of a loop become pointers that the loop advances; a
// counter that is then used only to end the loop goes, its test asked of a pointer instead. It is done where it leaves
// fewer instructions in the loop. Before that, "less" in exit tests becomes "not equal" where both are the same, and
// counters that run in step are merged. Requires: the function is in SSA form. Source: Allen, Cocke, Kennedy,
// "Reduction of Operator Strength", 1981.

import IR
import Support

extension Pass {
    /// Replaces address computations in loops by advancing pointers.
    static let strengthReduce = Pass(
        name: "strength-reduce", summary: "Replace address computations in loops by advancing pointers"
    ) { function, cache in
        var changed = false
        for header in cache.loopForest(function).loops.values.map(\.header).reversed() {
            let (graph, tree, forest) = (
                cache.controlFlowGraph(function), cache.dominatorTree(function), cache.loopForest(function)
            )
            guard let id = forest.loop(of: header), forest.loops[id].header == header,
                var reduction = LoopReduction(&function, id, forest, graph, tree, cache.module)
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
private struct LoopReduction {
    var function: Function
    private(set) var changed = false
    private(set) var changedControlFlow = false
    private(set) var counts: [(name: String, count: Int)] = []
    private let id: LoopID
    private let forest: LoopForest
    private let graph: ControlFlowGraph
    private let tree: DominatorTree
    private let module: ModuleFacts
    private var shape: InductionLoop
    /// Where new values from outside the loop are computed.
    private var preheader: BlockID?

    /// The loads and stores whose addresses one pointer serves.
    private struct Group {
        let form: LinearForm
        /// The accesses, with the distance of each from the pointer.
        var accesses: [(instruction: InstructionID, distance: Int32)]
    }

    init?(
        _ source: inout Function, _ id: LoopID, _ forest: LoopForest, _ graph: ControlFlowGraph, _ tree: DominatorTree,
        _ module: ModuleFacts
    ) {
        guard let shape = InductionLoop(forest.loops[id], source, graph), !shape.variables.isEmpty else { return nil }
        self.shape = shape
        self.id = id
        self.forest = forest
        self.graph = graph
        self.tree = tree
        self.module = module
        function = Function(name: "")
        swap(&function, &source)
    }

    mutating func run() {
        mergeVariables()
        let tests = exitTests()
        for test in tests where test.certainlyMeetsBound(shape, function, graph) { makeInequality(test) }
        for parameter in shape.variables.map(\.parameter) {
            if let variable = shape.variables.first(where: { $0.parameter == parameter }) { reduce(variable) }
        }
    }

    private mutating func count(_ name: String) {
        counts.append((name, 1))
        changed = true
    }

    private func exitTests() -> [ExitTest] {
        shape.loop.blocks.filter(graph.isReachable).sorted { graph.orderNumber($0) < graph.orderNumber($1) }
            .compactMap { ExitTest(shape, block: $0, function, tree) }
    }

    private mutating func makeInequality(_ test: ExitTest) {
        let old = function[test.compare].integerCondition
        // The test holds either while the loop goes on or when it ends.
        let isGoingOn = old == test.condition || old.swapped == test.condition
        let new: IntegerCondition = isGoingOn ? .ne : .eq
        guard old != new else { return }
        function[test.compare].aux = new.rawValue
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
            1...(1 << 32) ~= module.memory.size, let step = function.definingInstruction(other.next)
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

    // Pointers.

    private mutating func reduce(_ variable: InductionVariable) {
        let groups = pointerGroups(variable)
        guard !groups.isEmpty else { return }
        let users = Users(function)
        let removed = removableInstructions(groups, users)
        let test = replaceableTest(variable, removed, users, groups[0])
        // What only some iterations compute is not counted as saved.
        let saved = removed.count { instruction in
            guard let block = function.layout.block(of: instruction) else { return false }
            return shape.loop.latches.allSatisfy { tree.dominates(block, $0) }
        }
        let gain = saved - groups.count + (test == nil ? 0 : 1)
        guard gain > 0 else { return }
        let place = makePreheader()
        for (index, group) in groups.enumerated() {
            let pointer = addPointer(variable, group.form, at: place)
            for access in group.accesses {
                function[access.instruction].valueA = pointer.parameter
                function[access.instruction].offset = access.distance
            }
            if index == 0, let test { ask(test, of: pointer, group.form, at: place) }
            count("pointers")
        }
        for instruction in removed { function.layout.remove(instruction) }
        if test != nil {
            removeVariable(variable)
            count("counters")
        }
    }

    /// The accesses of the loop, not of loops inside it, whose addresses are linear in `variable`, by what differs in
    /// more than a distance that fits the offset.
    private func pointerGroups(_ variable: InductionVariable) -> [Group] {
        var groups: [Group] = []
        for block in graph.reversePostorder where forest.loop(of: block) == id {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                guard data.opcode.info.format == .load || data.opcode.info.format == .store,
                    function.type(data.valueA) == variable.type,
                    !(data.opcode.info.format == .store && data.valueB == data.valueA),
                    var form = shape.linearForm(data.valueA, function), form.variable == variable.parameter,
                    form.scale & variable.type.integerMask != 0, data.valueA != variable.parameter,
                    data.valueA != variable.next
                else { continue }
                form.bases.sort()
                let place = groups.firstIndex { $0.form.scale == form.scale && $0.form.bases == form.bases }
                if let place, let distance = distance(form, groups[place].form, data.offset) {
                    groups[place].accesses.append((instruction, distance))
                } else {
                    groups.append(Group(form: form, accesses: [(instruction, data.offset)]))
                }
            }
        }
        return groups
    }

    /// The offset that an access of `form` + `offset` has from a pointer of `pointer`.
    private func distance(_ form: LinearForm, _ pointer: LinearForm, _ offset: Int32) -> Int32? {
        let difference = Int64(Int32(truncatingIfNeeded: form.constant &- pointer.constant)) + Int64(offset)
        if form.constant == pointer.constant { return offset }
        // Only an effective address that is taken modulo the size of the memory splits without regard to overflow.
        return 1...(1 << 32) ~= module.memory.size && -2048...2047 ~= difference ? Int32(difference) : nil
    }

    /// The instructions of the loop that are needed for nothing but the addresses of `groups`.
    private func removableInstructions(_ groups: [Group], _ users: Users) -> [InstructionID] {
        var accesses = EntitySet<InstructionID>(capacity: function.instructions.count)
        var worklist: [ValueID] = []
        for access in groups.flatMap(\.accesses) {
            accesses.insert(access.instruction)
            worklist.append(function[access.instruction].valueA)
        }
        var removed = EntitySet<InstructionID>(capacity: function.instructions.count)
        var result: [InstructionID] = []
        while let value = worklist.popLast() {
            guard let instruction = function.definingInstruction(value), !removed.contains(instruction),
                function[instruction].opcode.info.format == .binary, shape.defines(value, function),
                !shape.variables.contains(where: { $0.next == value })
            else { continue }
            let isFree = users[value].allSatisfy { user in
                removed.contains(user)
                    || (accesses.contains(user) && function[user].valueA == value
                        && !(function[user].opcode.info.format == .store && function[user].valueB == value))
            }
            guard isFree else { continue }
            removed.insert(instruction)
            result.append(instruction)
            worklist += function.operands(instruction)
        }
        return result
    }

    /// The only thing besides addresses that `variable` is good for: a test that can be asked of a pointer.
    private func replaceableTest(
        _ variable: InductionVariable, _ removed: [InstructionID], _ users: Users, _ group: Group
    ) -> ExitTest? {
        guard let step = function.definingInstruction(variable.next),
            let latch = shape.loop.latches.first, let branch = function.terminator(latch)
        else { return nil }
        let tests = exitTests().filter { $0.variable.parameter == variable.parameter && $0.condition == .ne }
        guard tests.count == 1, let test = tests.first, test.isInjective(scale: group.form.scale, function) else {
            return nil
        }
        let allowed =
            users[variable.parameter].allSatisfy { $0 == step || $0 == test.compare || removed.contains($0) }
            && users[variable.next].allSatisfy { $0 == test.compare || $0 == branch || removed.contains($0) }
            && users[variable.next].count { $0 == branch } == 1
        return allowed ? test : nil
    }

    private mutating func makePreheader() -> BlockID {
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

    /// A new header parameter that holds `form`, and its next value.
    private mutating func addPointer(
        _ variable: InductionVariable, _ form: LinearForm, at place: BlockID
    ) -> (parameter: ValueID, next: ValueID) {
        let type = variable.type
        let start = emit(form, of: variable.start, type, at: place)
        let step = emitConstant(form.scale &* variable.step, type, at: place)
        let parameter = function.appendParameter(shape.loop.header, type)
        let add = function.makeInstruction(
            .binary(.add, type, parameter, step), results: [type],
            location: function.definingInstruction(variable.next).map { function.location($0) } ?? .none)
        if let after = function.definingInstruction(variable.next) { function.layout.insert(add, after: after) }
        let next = function.result(add)
        if let jump = function.terminator(place) {
            for call in function.blockCallIDs(jump) { append(start, to: call) }
        }
        append(next, to: shape.latchCall)
        return (parameter, next)
    }

    private mutating func append(_ value: ValueID, to call: BlockCallID) {
        function.blockCalls[call].arguments = function.lists.make(function.arguments(call) + [value])
    }

    /// Compares the pointer with what it is when the counter meets the bound.
    private mutating func ask(
        _ test: ExitTest, of pointer: (parameter: ValueID, next: ValueID), _ form: LinearForm, at place: BlockID
    ) {
        let bound = emit(form, of: test.bound, test.variable.type, at: place)
        let condition = function[test.compare].integerCondition
        function[test.compare] = .icmp(
            condition, test.variable.type, test.isNext ? pointer.next : pointer.parameter, bound)
    }

    private mutating func removeVariable(_ variable: InductionVariable) {
        if let step = function.definingInstruction(variable.next) { function.layout.remove(step) }
        let isDropped = function.parameters(shape.loop.header).map { $0 == variable.parameter }
        let incoming = function.incomingCalls()[shape.loop.header]
        function.dropParameters(shape.loop.header, isDropped, incoming: incoming)
        if let current = InductionLoop(shape.loop, function, ControlFlowGraph(function)) { shape = current }
    }

    // New code in front of the loop.

    private mutating func emit(_ form: LinearForm, of value: ValueID, _ type: Type, at place: BlockID) -> ValueID {
        var constant = form.constant
        var sum: ValueID?
        if let bits = function.constantBits(value) {
            constant &+= bits &* form.scale
        } else if form.scale & type.integerMask == 1 {
            sum = value
        } else {
            sum = emit(.binary(.mul, type, value, emitConstant(form.scale, type, at: place)), at: place)
        }
        for base in form.bases { sum = sum.map { emit(.binary(.add, type, $0, base), at: place) } ?? base }
        guard let sum else { return emitConstant(constant, type, at: place) }
        if constant & type.integerMask == 0 { return sum }
        return emit(.binary(.add, type, sum, emitConstant(constant, type, at: place)), at: place)
    }

    private mutating func emitConstant(_ bits: UInt64, _ type: Type, at place: BlockID) -> ValueID {
        emit(.constant(bits, type), at: place)
    }

    private mutating func emit(_ instruction: Instruction, at place: BlockID) -> ValueID {
        let id = function.makeInstruction(instruction, results: [instruction.type])
        if let last = function.terminator(place) { function.layout.insert(id, before: last) }
        return function.result(id)
    }
}
