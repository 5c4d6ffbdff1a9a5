// Makes loops of code that runs rarely functions of their own, which call themselves in place of going on, now and then.
// Engines of WebAssembly run a function as they first compiled it, fast to compile and slow to run, until it is called
// again. A loop at the top of a program would never see its better code.
// Requires: SSA form. Must be the last pass that looks at tail calls.

import IR
import Support

extension Pass {
    /// Outermost loops of the entry and of what only straight code calls that runs once.
    static let reenterLoops = Pass(
        name: "reenter-loops", summary: "Make loops of code that runs rarely functions that are entered again and again"
    ) { module, counters in
        var names = Set(module.functions.values.map(\.name))
        var done = EntitySet<FunctionID>()
        var count = 0
        // A function without its loops is straight, so that what it calls runs rarely too.
        while true {
            let once = RunOnce(module)
            let rare = module.functions.ids.filter { once.runsRarely($0) && !done.contains($0) }
            guard !rare.isEmpty else { break }
            for id in rare {
                done.insert(id)
                for loop in ReenteredLoop.find(in: module.functions[id]) {
                    guard let outlined = ReenteredLoop(loop, in: module.functions[id]) else { continue }
                    var number = 1
                    while !names.insert("\(module.functions[id].name).loop\(number)").inserted { number += 1 }
                    let name = "\(module.functions[id].name).loop\(number)"
                    let own = FunctionID(index: module.functions.count)
                    module.functions.append(outlined.function(named: name, own, of: module.functions[id]))
                    outlined.call(own, in: &module.functions[id])
                    done.insert(own)
                    count += 1
                }
            }
        }
        counters.count("loops", count)
        return count > 0
    }
}

/// A loop that can be a function: what it needs from around it, and what it leaves behind.
private struct ReenteredLoop {
    /// Rounds between one entry and the next: a call costs little beside them, and all of them much less than a second.
    private static let rounds: UInt64 = 1 << 14
    private static let mostParameters = 16
    private static let mostResults = 8

    private let loop: Loop
    /// Blocks of the loop, in the order of the layout.
    private let blocks: [BlockID]
    /// Blocks outside that the loop leads to.
    private var exits: [BlockID] = []
    /// Values from outside the loop.
    private var needed: [ValueID] = []
    /// Constants from outside the loop, which its function makes itself.
    private var constants: [InstructionID] = []
    /// Values of the loop that are used outside, apart from arguments of the exits.
    private var left: [ValueID] = []
    /// The number of the exit when there are several, the parameters of each exit, then `left`.
    private let results: [Type]

    /// The outermost loops of a function.
    static func find(in function: Function) -> [Loop] {
        let graph = ControlFlowGraph(function)
        let forest = LoopForest(function, graph, DominatorTree(function, graph))
        return forest.loops.values.filter { $0.depth == 1 && $0.header != function.entry }
    }

    /// Nil when the loop never ends, uses the frame of its function, or has too many values to hand over.
    init?(_ loop: Loop, in function: Function) {
        self.loop = loop
        blocks = function.layout.blocks.filter { loop.blocks.contains($0) }
        var seen = EntitySet<ValueID>()
        for block in function.layout.blocks {
            let isInside = loop.blocks.contains(block)
            for instruction in function.layout.instructions(block) {
                if isInside, !Self.isMovable(function[instruction]) { return nil }
                for value in function.operands(instruction)
                where Self.isDefined(value, in: loop, function) != isInside && seen.insert(value) {
                    if !isInside {
                        left.append(value)
                    } else if let constant = Self.constant(value, function) {
                        constants.append(constant)
                    } else {
                        needed.append(value)
                    }
                }
            }
            for target in function.successors(block)
            where isInside && !loop.blocks.contains(target) && !exits.contains(target) {
                exits.append(target)
            }
        }
        let parameters = function.parameters(loop.header).count + needed.count
        let types = exits.flatMap { function.parameters($0) } + left
        results = (exits.count > 1 ? [.i32] : []) + types.map(function.type)
        guard !exits.isEmpty, parameters <= Self.mostParameters, results.count <= Self.mostResults else { return nil }
    }

    private static func isMovable(_ data: Instruction) -> Bool {
        switch data.opcode.info.format {
        case .slot, .variableGet, .variableSet: false
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet, .call,
            .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            true
        }
    }

    /// The instruction of a value that can be made anywhere.
    private static func constant(_ value: ValueID, _ function: Function) -> InstructionID? {
        guard let instruction = function.definingInstruction(value) else { return nil }
        let opcode = function[instruction].opcode
        return opcode == .nilConst || opcode.info.format == .immediate ? instruction : nil
    }

    private static func isDefined(_ value: ValueID, in loop: Loop, _ function: Function) -> Bool {
        function.block(defining: value).map { loop.blocks.contains($0) } ?? false
    }

    // MARK: The function

    /// The loop as a function with the number `own`: the parameters of the header, then the values from outside.
    func function(named name: String, _ own: FunctionID, of source: Function) -> Function {
        let header = source.parameters(loop.header)
        let signature = Signature(parameters: (header + needed).map(source.type), results: results)
        var target = Function(name: name, signature: signature)
        target.locations = source.locations
        var builder = FunctionBuilder(target)
        let entry = builder.makeEntryBlock()
        let arriving = builder.function.parameters(entry)
        let outside = Array(arriving.dropFirst(header.count))
        var values: [ValueID: ValueID] = [:]
        for (value, parameter) in zip(needed, outside) { values[value] = parameter }
        for constant in constants {
            let copy = DetachedInstruction(constant, of: source)
                .append(to: entry, of: &builder.function, location: source.location(constant))
            values[source.result(constant)] = builder.function.result(copy)
        }
        var copies: [BlockID: BlockID] = [:]
        for block in blocks {
            let copy = builder.makeBlock(source.parameters(block).map(source.type))
            copies[block] = copy
            for (old, new) in zip(source.parameters(block), builder.function.parameters(copy)) { values[old] = new }
        }
        // What is left of the rounds comes with each of them.
        guard let start = copies[loop.header] else { preconditionFailure("ReenteredLoop: no header") }
        let rounds = builder.function.appendParameter(start, .i32)
        let next = builder.makeBlock(header.map(source.type))
        let leaving = exits.map { exit in builder.makeBlock(source.parameters(exit).map(source.type)) }
        builder.jump(start, Array(arriving.prefix(header.count)) + [builder.constant(Int64(Self.rounds), .i32)])

        var lowered: [InstructionID] = []
        for block in blocks {
            guard let copy = copies[block] else { continue }
            for instruction in source.layout.instructions(block) {
                var detached = DetachedInstruction(instruction, of: source)
                detached.bindings = []
                detached.mapTargets { target in
                    if target == loop.header { return next }
                    return copies[target] ?? exits.firstIndex(of: target).map { leaving[$0] } ?? target
                }
                let new = detached.append(to: copy, of: &builder.function, location: source.location(instruction))
                for (old, value) in zip(source.results(instruction), builder.function.results(new)) {
                    values[old] = value
                }
                lowered.append(new)
            }
        }
        for instruction in lowered { builder.function.mapOperands(instruction) { values[$0] ?? $0 } }

        builder.position(atEndOf: next)
        let state = builder.function.parameters(next)
        let again = builder.makeBlock()
        let rest = builder.binary(.sub, .i32, rounds, builder.constant(1, .i32))
        let isOver = builder.icmp(.eq, .i32, rest, builder.constant(0, .i32))
        builder.branch(isOver, again, [], else: start, state + [rest])
        builder.position(atEndOf: again)
        builder.tailCall(own, state + outside)
        for (number, block) in leaving.enumerated() {
            builder.position(atEndOf: block)
            leave(number, &builder, source, values)
        }
        return builder.function
    }

    /// Returns from exit `number`: of what other exits hand over there are zeros.
    private func leave(
        _ number: Int, _ builder: inout FunctionBuilder, _ source: Function, _ values: [ValueID: ValueID]
    ) {
        guard let block = builder.block else { return }
        var returned: [ValueID] = exits.count > 1 ? [builder.constant(Int64(number), .i32)] : []
        for (other, exit) in exits.enumerated() {
            if other == number {
                returned += builder.function.parameters(block)
            } else {
                returned += source.parameters(exit).map { builder.zero(source.type($0)) }
            }
        }
        let tree = DominatorTree(source, ControlFlowGraph(source))
        for value in left {
            let home = source.block(defining: value)
            // Where the exit can be reached around the value nobody behind it looks at that.
            let isThere = home.map { home in edges(to: exits[number], source).allSatisfy { tree.dominates(home, $0) } }
            if isThere == true, let new = values[value] {
                returned.append(new)
            } else {
                returned.append(builder.zero(source.type(value)))
            }
        }
        builder.ret(returned)
    }

    /// The blocks of the loop that lead to an exit.
    private func edges(to exit: BlockID, _ source: Function) -> [BlockID] {
        blocks.filter { source.successors($0).contains(exit) }
    }

    // MARK: The call

    /// Puts a call of the loop's function in place of the loop.
    func call(_ callee: FunctionID, in function: inout Function) {
        var builder = FunctionBuilder(function)
        let header = function.parameters(loop.header)
        let block = builder.makeBlock(header.map(function.type))
        builder.location = function.terminator(loop.header).map(function.location) ?? .none
        let arguments = builder.function.parameters(block) + needed
        builder.position(atEndOf: block)
        var values = builder.call(callee, arguments, results: results)
        let number = exits.count > 1 ? values.removeFirst() : nil
        var passed: [[ValueID]] = []
        for exit in exits {
            let count = function.parameters(exit).count
            passed.append(Array(values.prefix(count)))
            values.removeFirst(count)
        }
        for (place, exit) in exits.enumerated().dropLast() {
            guard let number else { break }
            let rest = builder.makeBlock()
            let isThis = builder.icmp(.eq, .i32, number, builder.constant(Int64(place), .i32))
            builder.branch(isThis, exit, passed[place], else: rest, [])
            builder.position(atEndOf: rest)
        }
        builder.jump(exits[exits.count - 1], passed[exits.count - 1])

        let bound = BoundUses(function)
        function = builder.function
        for id in function.layout.blocks where !loop.blocks.contains(id) {
            guard let terminator = function.terminator(id) else { continue }
            for call in function.blockCallIDs(terminator) where function.blockCalls[call].block == loop.header {
                function.blockCalls[call].block = block
            }
        }
        var replacement = ValueReplacement(function)
        for (value, new) in zip(left, values) { replacement.replace(value, by: new) }
        let lost = blocks.flatMap { block in
            function.parameters(block) + function.layout.instructions(block).flatMap { function.results($0) }
        }
        for value in lost where !left.contains(value) {
            bound.repair(value, outside: { loop.blocks.contains($0) }, reaching: [:], &function)
        }
        for block in blocks { function.layout.remove(block) }
        replacement.apply(to: &function)
    }
}

extension Function {
    /// The block that a value comes from; nil for one that is in no place of the layout.
    fileprivate func block(defining value: ValueID) -> BlockID? {
        switch definition(value) {
        case .parameter(let block, _): block
        case .result(let instruction, _): layout.block(of: instruction)
        }
    }
}

extension FunctionBuilder {
    /// The zero of any type.
    fileprivate mutating func zero(_ type: Type) -> ValueID {
        guard let block else { preconditionFailure("FunctionBuilder: no current block") }
        let instructions = function.makeZero(type)
        for instruction in instructions { function.layout.append(instruction, to: block) }
        return function.result(instructions[instructions.count - 1])
    }
}
