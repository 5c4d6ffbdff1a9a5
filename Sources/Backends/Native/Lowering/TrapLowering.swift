// Traps: calls of the runtime that do not come back, one block for each reason in a function.

import IR

/// What a trapping block is for: the reason, and with debug information the place.
struct TrapPlace: Hashable {
    let code: TrapCode
    let location: LocationID
}

extension FunctionLowering {
    /// Traps when `condition` holds, else goes on in a new block.
    mutating func trap(if condition: LLVMValue, _ code: TrapCode, at instruction: InstructionID) {
        if condition.constantBits == 0 { return }
        let next = builder.insertBlock(after: builder.block)
        builder.branch(condition, trapBlock(code, at: instruction), next)
        builder.position(atEndOf: next)
    }

    /// Ends the block with a trap.
    func lowerTrap(_ code: TrapCode, _ instruction: InstructionID) {
        let place = locations?.text(function.location(instruction))
        let number = session.constant(UInt64(code.rawValue), types.i32)
        _ = builder.call(context.runtime.trap, [number, place.map(context.text) ?? session.zero(types.pointer)])
        builder.unreachable()
    }

    private mutating func trapBlock(_ code: TrapCode, at instruction: InstructionID) -> LLVMBlock {
        let location = locations == nil ? LocationID.none : function.location(instruction)
        let place = TrapPlace(code: code, location: location)
        if let known = traps[place] { return known }
        let current = builder.block
        let block = builder.appendBlock(to: target)
        traps[place] = block
        builder.position(atEndOf: block)
        lowerTrap(code, instruction)
        builder.position(atEndOf: current)
        return block
    }
}
