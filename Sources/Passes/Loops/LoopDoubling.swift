// Puts two iterations of a small loop of one block into one, with the test between them: half as many ways back, which
// on engines that look for interrupts there is most of what such a loop costs, and addresses that follow each other.
// How often the loop runs need not be known. Only loops inside of others are worth the bytes: they run most.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Doubles the bodies of small loops that work on memory.
    public static let doubleLoops = Pass(
        name: "double-loops", summary: "Put two iterations of small loops into one, with the test between them"
    ) { function, cache in
        // In memory of the program's own the checks of addresses are most of a body.
        guard cache.module.memory.size == 0 else { return false }
        let forest = cache.loopForest(function)
        let loops = forest.loops.values.filter { $0.depth > 1 && function.isWorthDoubling($0) }
        guard !loops.isEmpty else { return false }
        for loop in loops {
            let copies = function.double(loop.header)
            cache.invalidate()
            function.repair(copies, loop.header, cache.controlFlowGraph(function))
        }
        cache.invalidate()
        cache.counters.count("loops", loops.count)
        return true
    }
}

extension Pass {
    /// Doubles the bodies of small loops in which one variable takes the value that another had: every copy that goes
    /// around such a ring goes half as often.
    public static let doubleRotations = Pass(
        name: "double-rotations", summary: "Put two iterations of small loops whose variables change places into one"
    ) { function, cache in
        let forest = cache.loopForest(function)
        let loops = forest.loops.values.filter { function.isWorthDoubling($0) && function.rotates($0) }
        guard !loops.isEmpty else { return false }
        for loop in loops {
            let copies = function.double(loop.header)
            cache.invalidate()
            function.repair(copies, loop.header, cache.controlFlowGraph(function))
        }
        cache.invalidate()
        cache.counters.count("loops", loops.count)
        return true
    }
}

/// The second iteration of a loop.
private struct DoubledLoop {
    let block: BlockID
    /// What became of each value of the first.
    let values: [(old: ValueID, new: ValueID)]
}

extension Function {
    /// The most instructions of a body, without constants.
    private static let doublingLimit = 16

    /// Whether a loop is one block of few instructions that reads or writes memory, calls nothing, and is left by the
    /// branch at its end.
    fileprivate func isWorthDoubling(_ loop: Loop) -> Bool {
        guard loop.blocks.count == 1, loop.header != entry, let branch = terminator(loop.header),
            self[branch].opcode == .branch, successors(loop.header).count(where: { $0 == loop.header }) == 1
        else { return false }
        var count = 0
        var touchesMemory = false
        for instruction in layout.instructions(loop.header) {
            let info = self[instruction].opcode.info
            if info.effects.contains(.calls) { return false }
            if info.format == .load || info.format == .store { touchesMemory = true }
            if !info.effects.isEmpty || info.format != .immediate { count += 1 }
        }
        return touchesMemory && count <= Function.doublingLimit
    }

    /// Whether a variable of the loop takes the value of another one that is loaded anew.
    fileprivate func rotates(_ loop: Loop) -> Bool {
        guard let branch = terminator(loop.header),
            let call = blockCallIDs(branch).first(where: { blockCalls[$0].block == loop.header })
        else { return false }
        let (parameters, arguments) = (self.parameters(loop.header), self.arguments(call))
        return arguments.indices.contains { index in
            guard let other = parameters.firstIndex(of: arguments[index]), other != index,
                let next = definingInstruction(arguments[other])
            else { return false }
            return self[next].opcode.info.format == .load && layout.block(of: next) == loop.header
        }
    }

    /// Puts a copy of a block that leads back to itself between its end and its start.
    fileprivate mutating func double(_ block: BlockID) -> DoubledLoop {
        let copy = makeBlock()
        layout.insert(copy, after: block)
        var values: [(old: ValueID, new: ValueID)] = []
        var images: [ValueID: ValueID] = [:]
        func note(_ old: ValueID, _ new: ValueID) {
            images[old] = new
            values.append((old, new))
        }
        for parameter in parameters(block) { note(parameter, appendParameter(copy, type(parameter))) }
        for instruction in layout.instructions(block) {
            let detached = DetachedInstruction(instruction, of: self)
            let new = detached.append(to: copy, of: &self, location: location(instruction))
            for (old, image) in zip(results(instruction), results(new)) { note(old, image) }
            mapOperands(new) { images[$0] ?? $0 }
            replaceBoundValues(before: new) { images[$0] ?? $0 }
        }
        if let branch = terminator(block) {
            for call in blockCallIDs(branch) where blockCalls[call].block == block { blockCalls[call].block = copy }
        }
        return DoubledLoop(block: copy, values: values)
    }

    /// Makes uses behind the loop use what the iteration that ran last has computed.
    fileprivate mutating func repair(_ copy: DoubledLoop, _ block: BlockID, _ graph: ControlFlowGraph) {
        let users = Users(self)
        let bound = BoundUses(self)
        for (old, new) in copy.values {
            let outside = users[old].filter { user in
                layout.block(of: user).map { $0 != block && $0 != copy.block && graph.isReachable($0) } ?? false
            }
            let second = copy.block
            var reaching: [BlockID: ValueID] = [:]
            defer { bound.repair(old, outside: { $0 == block || $0 == second }, reaching: reaching, &self) }
            guard !outside.isEmpty else { continue }
            let repair = SSARepair(type: type(old)) { $0 == block ? old : $0 == second ? new : nil }
            let places = outside.compactMap { layout.block(of: $0) }
            guard let values = repair.valuesAtStart(of: places, in: &self, graph) else { continue }
            reaching = values
            for user in outside {
                guard let place = layout.block(of: user), let value = reaching[place] else { continue }
                mapOperands(user) { $0 == old ? value : $0 }
            }
        }
    }
}
