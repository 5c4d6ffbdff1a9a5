// Objects on the stack. Those of a size that is known lie in slots of the frame. The HSX machine cannot move its stack
// pointer by a number, so what a program takes at run time (arrays of variable length, alloca) comes from an area of
// its own, whose top each function that takes some of it puts back. Large objects of recursive functions come from
// there as well: other functions keep theirs in static memory, but these would push them word by word.

import CLLVM
import IR

/// The area for objects of variable size.
struct DynamicStack {
    /// In bytes: for a program that takes stack at run time only, and for one with large frames in recursion.
    static let smallSize: UInt32 = 4096
    static let largeSize: UInt32 = 16384
    /// From how many bytes on objects of a recursive function lie here, in bytes.
    static let largeObject: UInt64 = 256
    let area: GlobalID
    let size: UInt32
    /// Holds the address of the first free byte.
    let top: GlobalID
}

extension ModuleLowering {
    /// The area of the module, declared when it is first needed.
    mutating func declareDynamicStack() -> DynamicStack {
        if let known = dynamicStack { return known }
        let functions = program.functions
        let isDeep = functions.contains { function in
            isRecursive(function) && function.blocks.contains { block in block.instructions.contains { isLarge($0) } }
        }
        let size = isDeep ? DynamicStack.largeSize : DynamicStack.smallSize
        let area = module.globals.append(Global(name: "hubc.stack", size: size, alignment: 8))
        let top = module.globals.append(
            Global(
                name: "hubc.stack.top", size: 4, bytes: [0, 0, 0, 0],
                relocations: [GlobalRelocation(offset: 0, target: .global(area))]))
        let stack = DynamicStack(area: area, size: size, top: top)
        dynamicStack = stack
        return stack
    }

    /// Whether an instruction makes an object that is too large for the frame of a recursive function.
    func isLarge(_ instruction: LLVMValue) -> Bool {
        guard instruction.opcode == LLVMAlloca else { return false }
        let size = shapes.size(LLVMType(LLVMGetAllocatedType(instruction.handle)))
        let (bytes, overflow) = size.multipliedReportingOverflow(by: instruction.operand(0).constantBits ?? 1)
        return overflow || bytes >= DynamicStack.largeObject
    }
}

extension FunctionLowering {
    mutating func lowerAlloca(_ instruction: LLVMValue) throws(Unsupported) {
        let type = LLVMType(LLVMGetAllocatedType(instruction.handle))
        let size = unit.shapes.size(type)
        let alignment = max(LLVMGetAlignment(instruction.handle), 1)
        guard isInFrame(instruction), let count = instruction.operand(0).constantBits else {
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

    /// Whether an object lies in a slot of the frame.
    private mutating func isInFrame(_ alloca: LLVMValue) -> Bool {
        guard LLVMGetInstructionParent(alloca.handle) == LLVMGetFirstBasicBlock(source.handle),
            alloca.operand(0).constantBits != nil
        else { return false }
        return !unit.isLarge(alloca) || !unit.isRecursive(source)
    }

    /// Remembers the top of the run-time stack on entry if the function takes some of it.
    mutating func takeDynamicStack(_ order: [LLVMBlock]) throws(Unsupported) {
        let objects = order.flatMap { $0.instructions.filter { $0.opcode == LLVMAlloca } }
        guard !objects.allSatisfy({ isInFrame($0) }) else { return }
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
            Instruction(.globalAddr, type: .i32, a: stack.area.rawValue, c: stack.size))
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
