// Looking at and editing a function: the small steps that several passes share.

import IR
import Support

extension Function {
    /// The bits of `value` where an `iconst` or `fconst` defines it.
    func constantBits(_ value: ValueID) -> UInt64? {
        guard let instruction = definingInstruction(value), self[instruction].opcode.info.format == .immediate else {
            return nil
        }
        return self[instruction].immediate
    }

    /// The block calls of a terminator, each once although the cases of a switch may share one.
    func distinctBlockCallIDs(_ instruction: InstructionID) -> [BlockCallID] {
        let calls = blockCallIDs(instruction)
        if calls.count < 2 { return calls }
        if calls.count == 2 { return calls[0] == calls[1] ? [calls[0]] : calls }
        var seen = EntitySet<BlockCallID>(capacity: blockCalls.count)
        return calls.filter { seen.insert($0) }
    }

    func arguments(_ call: BlockCallID) -> [ValueID] { lists.elements(blockCalls[call].arguments) }

    /// The block calls that branch to each block, from all blocks in the layout, in layout order.
    func incomingCalls() -> SecondaryMap<BlockID, [BlockCallID]> {
        var incoming = SecondaryMap<BlockID, [BlockCallID]>(initial: [], count: blocks.count)
        for block in layout.blocks {
            guard let terminator = terminator(block) else { continue }
            for call in distinctBlockCallIDs(terminator) { incoming[blockCalls[call].block].append(call) }
        }
        return incoming
    }

    /// Takes out the blocks that control cannot reach; answers how many there were.
    mutating func removeUnreachableBlocks(_ graph: ControlFlowGraph) -> Int {
        let dead = layout.blocks.filter { !graph.isReachable($0) }
        for block in dead { layout.remove(block) }
        return dead.count
    }

    /// Ends `block`, which has no terminator, with a jump.
    mutating func appendJump(to call: BlockCallID, in block: BlockID, location: LocationID = .none) {
        let jump = makeInstruction(Instruction(.jump, a: call.rawValue), results: [], location: location)
        layout.append(jump, to: block)
    }

    /// Drops the parameters of `block` whose position is marked, with the arguments for them in `incoming`, all calls
    /// of the block.
    mutating func dropParameters(_ block: BlockID, _ isDropped: [Bool], incoming: [BlockCallID]) {
        filterParameters(block) { !isDropped[$0] }
        for call in incoming {
            let kept = zip(arguments(call), isDropped).filter { !$0.1 }.map(\.0)
            blockCalls[call].arguments = lists.make(kept)
        }
    }

    /// A constant of an integer or float type, in no place of the layout yet.
    mutating func makeConstant(_ bits: UInt64, _ type: Type, location: LocationID = .none) -> InstructionID {
        var data = Instruction(type.isFloat ? .fconst : .iconst, type: type)
        data.immediate = bits
        return makeInstruction(data, results: [type], location: location)
    }

    /// The instructions that make the zero of any type, its value last, in no place of the layout yet.
    mutating func makeZero(_ type: Type) -> [InstructionID] {
        if type.isInteger || type.isFloat { return [makeConstant(0, type)] }
        guard type == .ptr else { return [makeInstruction(Instruction(.nilConst, type: type), results: [type])] }
        let number = makeConstant(0, .i32)
        return [number, makeInstruction(.unary(.intToPtr, .ptr, result(number)), results: [.ptr])]
    }

    /// Moves what follows `instruction` in `block` to a new block behind it, and leaves `block` without a terminator.
    mutating func splitBlock(_ block: BlockID, after instruction: InstructionID) -> BlockID {
        let rest = makeBlock()
        layout.insert(rest, after: block)
        while let next = layout.next(instruction) {
            layout.move(next, toEndOf: rest)
        }
        return rest
    }
}
