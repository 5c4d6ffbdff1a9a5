// Branches. LLVM's phis tell the ways into a block apart by the block that they come from, so of several ways from one
// block to another with arguments, all but the first go through blocks of their own.

import CLLVM
import IR
import Support

extension FunctionLowering {
    func lowerJump(_ data: Instruction) {
        let call = function.blockCalls[BlockCallID(rawValue: data.a)]
        pass(call, from: builder.block)
        builder.jump(block(call.block))
    }

    func lowerBranch(_ data: Instruction) {
        let yes = function.blockCalls[BlockCallID(rawValue: data.b)]
        let no = function.blockCalls[BlockCallID(rawValue: data.c)]
        let (source, yesBlock) = (builder.block, block(yes.block))
        pass(yes, from: source)
        let isSecond = yes.block == no.block && !function.parameters(no.block).isEmpty
        let noBlock = isSecond ? edge(no) : block(no.block)
        if !isSecond { pass(no, from: source) }
        builder.branch(value(data.valueA), yesBlock, noBlock)
    }

    func lowerSwitch(_ data: Instruction) {
        let table = function.switchTables[data.switchTable]
        let source = builder.block
        var seen = EntitySet<BlockID>(capacity: function.blocks.count)
        func target(_ id: BlockCallID) -> LLVMBlock {
            let call = function.blockCalls[id]
            if function.parameters(call.block).isEmpty { return block(call.block) }
            guard seen.insert(call.block) else { return edge(call) }
            pass(call, from: source)
            return block(call.block)
        }
        let selector = value(data.valueA)
        let lowered = builder.switch(selector, default: target(table.defaultTarget), count: table.cases.count)
        var values: Set<UInt64> = []
        for entry in table.cases where values.insert(entry.value).inserted {
            builder.addCase(session.constant(entry.value, selector.type), target(entry.target), to: lowered)
        }
    }

    /// A block that only goes on to that of `call`; the builder stays where it is.
    private func edge(_ call: BlockCall) -> LLVMBlock {
        let current = builder.block
        let edge = builder.insertBlock(after: current)
        builder.position(atEndOf: edge)
        pass(call, from: edge)
        builder.jump(block(call.block))
        builder.position(atEndOf: current)
        return edge
    }
}
