// Preheaders: the one block before a loop, where what a loop does not change is computed.

import IR
import Support

extension Function {
    /// The block outside `loop` that only leads to its header, and alone does, if there is one.
    func preheader(of loop: Loop, _ graph: ControlFlowGraph) -> BlockID? {
        let outside = graph.predecessors(loop.header).filter { !loop.blocks.contains($0) }
        guard outside.count == 1, loop.header != entry, successors(outside[0]) == [loop.header] else { return nil }
        return outside[0]
    }

    /// Puts a new block before the header, through which all branches from outside the loop go. Where there is only one
    /// it takes over the arguments, else it has the header's parameters.
    ///
    /// Requires: the header is not the entry block; `graph` has the edges to the header as they are.
    mutating func makePreheader(of loop: Loop, _ graph: ControlFlowGraph) -> BlockID {
        guard let place = layout.previous(loop.header) else {
            preconditionFailure("Function: the entry block gets no preheader")
        }
        let block = makeBlock()
        let calls = graph.predecessors(loop.header).filter { !loop.blocks.contains($0) }.compactMap(terminator)
            .flatMap(distinctBlockCallIDs).filter { blockCalls[$0].block == loop.header }
        var arguments: [ValueID] = []
        if calls.count == 1 {
            arguments = self.arguments(calls[0])
            blockCalls[calls[0]].arguments = .empty
        } else {
            arguments = parameters(loop.header).map { appendParameter(block, type($0)) }
        }
        for call in calls { blockCalls[call].block = block }
        layout.insert(block, after: place)
        appendJump(to: makeBlockCall(loop.header, arguments), in: block)
        return block
    }

    /// Puts a new entry block before the entry, so that branches can lead to what was the first block.
    mutating func insertEntryBlock() {
        guard let old = entry else { return }
        let new = makeBlock()
        let arguments = parameters(old).map { appendParameter(new, type($0)) }
        layout.insert(new, after: old)
        layout.move(old, after: new)
        appendJump(to: makeBlockCall(old, arguments), in: new)
    }
}
