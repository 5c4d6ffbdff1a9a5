// Objects on the stack. Those of a size that is known lie in slots of the frame. The HSX machine cannot move its stack
// pointer by a number, so what a program takes at run time (arrays of variable length, alloca) comes from an area of its
// own, whose top each function that takes some of it puts back.

import CLLVM
import IR

/// The area for objects of variable size.
struct DynamicStack {
    /// In bytes.
    static let size: UInt32 = 4096
    let area: GlobalID
    /// Holds the address of the first free byte.
    let top: GlobalID
}

extension ModuleLowering {
    /// The area of the module, declared when it is first needed.
    mutating func declareDynamicStack() -> DynamicStack {
        if let known = dynamicStack { return known }
        let area = module.globals.append(Global(name: "hubc.stack", size: DynamicStack.size, alignment: 8))
        let top = module.globals.append(
            Global(
                name: "hubc.stack.top", size: 4, bytes: [0, 0, 0, 0],
                relocations: [GlobalRelocation(offset: 0, target: .global(area))]))
        let stack = DynamicStack(area: area, top: top)
        dynamicStack = stack
        return stack
    }
}

extension FunctionLowering {
    mutating func lowerAlloca(_ instruction: LLVMValue) throws(Unsupported) {
        let type = LLVMType(LLVMGetAllocatedType(instruction.handle))
        let size = unit.shapes.size(type)
        let alignment = max(LLVMGetAlignment(instruction.handle), 1)
        let isStatic = LLVMGetInstructionParent(instruction.handle) == LLVMGetFirstBasicBlock(source.handle)
        guard isStatic, let count = instruction.operand(0).constantBits else {
            let bytes = try count(instruction.operand(0), size)
            return define(instruction, [try takeStack(bytes, alignment)])
        }
        let (bytes, overflow) = size.multipliedReportingOverflow(by: count)
        guard !overflow, bytes <= UInt64(Int32.max) else { throw Unsupported(what: "a stack object of that size") }
        let slot = builder.function.slots.append(
            StackSlot(size: UInt32(max(bytes, 1)), alignment: max(alignment, bytes >= 4 ? 4 : 1)))
        slots[instruction] = slot
    }

    private mutating func count(_ value: LLVMValue, _ size: UInt64) throws(Unsupported) -> ValueID {
        let leaf = try leaf(value)
        let number = resized(try scalar(value), leaf, Leaf(type: .i32, bits: 32, offset: 0))
        return size == 1 ? number : builder.binary(.mul, .i32, number, builder.constant(Int64(size), .i32))
    }

    /// Whether the block takes stack at run time.
    private func takesStack(_ block: LLVMBlock, isEntry: Bool) -> Bool {
        block.instructions.contains { instruction in
            instruction.opcode == LLVMAlloca && !(isEntry && instruction.operand(0).constantBits != nil)
        }
    }

    /// Remembers the top of the run-time stack on entry if the function takes some of it.
    mutating func takeDynamicStack(_ order: [LLVMBlock]) throws(Unsupported) {
        guard order.enumerated().contains(where: { takesStack($0.element, isEntry: $0.offset == 0) }) else { return }
        dynamicStack = loadStackTop()
    }

    /// Puts the run-time stack back to where it was on entry.
    mutating func releaseDynamicStack() {
        if let dynamicStack { storeStackTop(dynamicStack) }
    }

    mutating func loadStackTop() -> ValueID { builder.load(.ptr, stackTopAddress()) }

    mutating func storeStackTop(_ top: ValueID) { builder.store(.ptr, stackTopAddress(), top) }

    private mutating func stackTopAddress() -> ValueID {
        let stack = unit.declareDynamicStack()
        return builder.value(Instruction(.globalAddr, type: .ptr, a: stack.top.rawValue))
    }

    private mutating func takeStack(_ bytes: ValueID, _ alignment: UInt32) throws(Unsupported) -> ValueID {
        let step = Int64(max(alignment, 4))
        let stack = unit.declareDynamicStack()
        let top = builder.unary(.ptrToInt, .i32, loadStackTop())
        let start = aligned(top, step)
        let size = aligned(bytes, 4)
        let end = builder.binary(.add, .i32, start, size)
        let limit = builder.value(
            Instruction(.globalAddr, type: .i32, a: stack.area.rawValue, c: DynamicStack.size))
        let room = builder.binary(.sub, .i32, limit, start)
        let isTooMuch = builder.icmp(.ugt, .i32, size, room)
        let overflow = builder.makeBlock()
        let more = builder.makeBlock()
        builder.branch(isTooMuch, overflow, else: more)
        builder.position(atEndOf: overflow)
        builder.trap(.stackOverflow)
        builder.position(atEndOf: more)
        storeStackTop(builder.unary(.intToPtr, .ptr, end))
        return builder.unary(.intToPtr, .ptr, start)
    }

    /// `number` rounded up to a multiple of a power of two.
    mutating func aligned(_ number: ValueID, _ step: Int64) -> ValueID {
        let sum = builder.binary(.add, .i32, number, builder.constant(step - 1, .i32))
        return builder.binary(.and, .i32, sum, builder.constant(-step, .i32))
    }
}
