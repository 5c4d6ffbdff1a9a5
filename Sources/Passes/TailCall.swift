// Turns a function's tail calls of itself into jumps to its start, so that recursion of that kind takes no stack.
// Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Makes self-recursion in tail position a loop.
    static let tailCall = Pass(name: "tail-call", summary: "Turn self-recursive tail calls into loops") {
        function, cache in
        let calls = function.selfTailCalls(cache.module)
        guard !calls.isEmpty, let body = function.entry else { return false }
        function.insertEntryBlock()
        for call in calls {
            guard let block = function.layout.block(of: call) else { continue }
            let target = function.makeBlockCall(body, function.lists.elements(function[call].list))
            let location = function.location(call)
            // The call and the return behind it, or the tail call alone.
            var cursor: InstructionID? = call
            while let instruction = cursor {
                cursor = function.layout.next(instruction)
                function.layout.remove(instruction)
            }
            function.appendJump(to: target, in: block, location: location)
        }
        cache.counters.count("loops", calls.count)
        return true
    }
}

extension Function {
    /// The calls of the function itself whose results are what it returns. None where a slot's address could outlive
    /// the call: each call has slots of its own.
    fileprivate func selfTailCalls(_ module: ModuleFacts) -> [InstructionID] {
        guard slots.isEmpty else { return [] }
        var result: [InstructionID] = []
        for block in layout.blocks {
            guard let last = terminator(block) else { continue }
            if isSelfCall(last, module) {
                result.append(last)
            } else if self[last].opcode == .ret, let call = layout.previous(last), isSelfCall(call, module),
                operands(last) == results(call)
            {
                result.append(call)
            }
        }
        return result
    }

    private func isSelfCall(_ instruction: InstructionID, _ module: ModuleFacts) -> Bool {
        guard self[instruction].opcode.info.format == .call else { return false }
        let callee = module.callees[self[instruction].function]
        return callee.name == name && callee.linkage != .import
    }
}
