// Variadic calls. The arguments that no parameter names lie one behind the other in the caller's frame, each in a
// multiple of the machine's word; the callee is given their address. That is the memory that C's va_list walks through
// on the machines whose code comes here: one pointer on most, on x86-64 a structure that says that no register holds
// any.

import CLLVM
import IR

extension FunctionLowering {
    /// The address of the arguments of `call` from number `start` on.
    mutating func variadicArea(_ call: LLVMValue, from start: Int) throws(Unsupported) -> ValueID {
        let word = UInt64(unit.shapes.pointerBytes)
        var entries: [(argument: LLVMValue, type: LLVMType, isCopied: Bool, offset: UInt64)] = []
        var end: UInt64 = 0
        var alignment = word
        for index in start..<call.argumentCount {
            let argument = call.operand(index)
            let copied = unit.typeAttribute("byval", call, index + 1)
            let type = copied ?? argument.type
            let step = max(word, min(UInt64(unit.shapes.alignment(type)), 8))
            alignment = max(alignment, step)
            end = (end + step - 1) / step * step
            entries.append((argument, type, copied != nil, end))
            end += (unit.shapes.size(type) + word - 1) / word * word
        }
        guard !entries.isEmpty else { return zero(.ptr) }
        // Frames are aligned to words only, and a callee may round addresses up.
        let slot = builder.function.slots.append(
            StackSlot(size: UInt32(end + (alignment > 4 ? alignment - 4 : 0)), alignment: 4))
        var base = builder.slotAddress(.ptr, slot, offset: 0)
        if alignment > 4 {
            base = builder.unary(.intToPtr, .ptr, aligned(builder.unary(.ptrToInt, .i32, base), Int64(alignment)))
        }
        for entry in entries {
            let place = Place(base: base, offset: Int32(entry.offset))
            if entry.isCopied {
                try copyMemory(to: place, from: try self.place(entry.argument), size: unit.shapes.size(entry.type))
            } else {
                try store(entry.type, try scalars(entry.argument), place)
            }
        }
        return base
    }

    /// `va_start`: makes the list at the address begin with the first argument.
    mutating func startList(_ list: Place) throws(Unsupported) {
        guard let area = variadicArea else { throw Unsupported(what: "va_start in a function without '...'") }
        guard unit.shapes.pointerBytes == 8 else {
            return builder.store(.ptr, list.base, area, offset: list.offset)
        }
        guard unit.program.triple.hasPrefix("x86_64") else {
            throw Unsupported(what: "variadic functions of the machine '\(unit.program.triple)'")
        }
        // __va_list_tag: the offsets are those behind the last register.
        builder.store(.i32, list.base, builder.constant(48, .i32), offset: list.offset)
        builder.store(.i32, list.base, builder.constant(304, .i32), offset: list.offset &+ 4)
        let words = try unit.shapes.leaves(LLVMType(LLVMPointerTypeInContext(unit.program.context, 0)))
        for (offset, value) in [(8, area), (16, zero(.ptr))] {
            for leaf in words {
                builder.store(leaf.type, list.base, value, offset: list.offset &+ Int32(offset))
                builder.store(.i32, list.base, builder.constant(0, .i32), offset: list.offset &+ Int32(offset + 4))
            }
        }
    }

    /// `va_copy`.
    mutating func copyList(to: Place, from: Place) throws(Unsupported) {
        try copyMemory(to: to, from: from, size: unit.shapes.pointerBytes == 8 ? 24 : 4)
    }
}
