// Addresses, loads and stores: in the host's memory as LLVM's own, in memory of declared size as places in its array,
// whose mask and check are left out where known bits show that they change nothing.

import CLLVM
import IR

extension FunctionLowering {
    // Addresses.

    func address(_ data: Instruction) -> LLVMValue {
        let type = context.types.lower(data.type)
        switch context.memory {
        case .host(let variables):
            let pointer: LLVMValue
            if data.opcode == .globalAddr {
                pointer = offset(variables[data.global.index], data, context.module.globals[data.global].size)
            } else if data.opcode == .slotAddr {
                pointer = offset(slots[data.slot.index], data, function.slots[data.slot].size)
            } else {
                pointer = context.functions.pointer(to: data.function)
            }
            return type == types.pointer ? pointer : builder.integer(pointer, type)
        case .array(_, _, let placement):
            let place =
                data.opcode == .functionAddr
                ? GlobalPlacement.address(of: data.function)
                : placement.addresses[data.global] &+ UInt64(bitPattern: Int64(data.offset))
            return session.constant(place, type)
        }
    }

    private func offset(_ base: LLVMValue, _ data: Instruction, _ size: UInt32) -> LLVMValue {
        if data.offset == 0 { return base }
        let isInside = data.offset >= 0 && data.offset <= size
        return builder.address(base, offset: constantOffset(data), isInBounds: isInside)
    }

    private func constantOffset(_ data: Instruction) -> LLVMValue {
        session.constant(UInt64(bitPattern: Int64(data.offset)), types.i64)
    }

    /// Bytes in the frame, which start with whatever is there: one fixed value, where LLVM would take any at each load.
    func makeSlot(_ slot: StackSlot) -> LLVMValue {
        let type = types.array(types.i8, max(Int(slot.size), 1))
        let place = builder.allocate(type, alignment: Int(max(slot.alignment, 1)))
        if context.options.level != .none, slot.size > 0, slot.size <= FunctionLowering.fixedSlotBytes {
            let bits = types.integer(Int(slot.size) * 8)
            builder.store(builder.freeze(session.poison(bits)), place, alignment: Int(max(slot.alignment, 1)))
        }
        return place
    }

    /// Slots up to this size may become values in LLVM, which the stores of the program then define.
    private static var fixedSlotBytes: UInt32 { 16 }

    // Accesses.

    mutating func load(_ data: Instruction, _ id: InstructionID) -> LLVMValue {
        let place = place(data, id)
        let type = context.types.lower(data.type)
        let isFlag = data.type == .i1
        let loaded = builder.load(
            isFlag ? types.i8 : type, place.pointer, alignment: place.alignment, isVolatile: data.opcode.isVolatile)
        return isFlag ? builder.truncate(loaded, types.i1) : loaded
    }

    mutating func store(_ data: Instruction, _ id: InstructionID) {
        let place = place(data, id)
        let stored = observed(data.valueB, storedBy: id)
        let byte = data.type == .i1 ? builder.zeroExtend(stored, types.i8) : stored
        builder.store(byte, place.pointer, alignment: place.alignment, isVolatile: data.opcode.isVolatile)
    }

    /// Where an access happens, and what power of two the address is certainly a multiple of.
    private typealias Place = (pointer: LLVMValue, alignment: Int)

    private mutating func place(_ data: Instruction, _ id: InstructionID) -> Place {
        let base = value(data.valueA)
        switch context.memory {
        case .host:
            let pointer = base.type == types.pointer ? base : builder.pointer(base)
            let isPlain = data.offset == 0
            return (isPlain ? pointer : builder.address(pointer, offset: constantOffset(data)), 1)
        case .array(let array, let size, _):
            guard let bytes = data.type.byteSize(pointerBytes: context.module.memory.pointerBytes) else {
                preconditionFailure("MemoryLowering: memory holds no \(data.type.kind)")
            }
            return place(in: array, size, UInt64(bytes), data, id)
        }
    }

    /// A place in memory of `size` bytes, after the checks of an access of `bytes` bytes.
    private mutating func place(
        in array: LLVMValue, _ size: UInt64, _ bytes: UInt64, _ data: Instruction, _ id: InstructionID
    ) -> Place {
        let base = value(data.valueA)
        let known = bits(of: data.valueA, base)
        let offset = UInt64(bitPattern: Int64(data.offset))
        let mask = known.mask
        let last = known.maximum.addingReportingOverflow(offset & mask)
        var alignment = 1
        // The lowest bit that the base or the offset may have set.
        let lowBits = ~known.zeros | offset
        while alignment < Int(bytes), lowBits & UInt64(alignment) == 0 { alignment *= 2 }
        var index = data.offset == 0 ? base : builder.add(base, session.constant(offset, base.type))
        let isInside =
            !last.overflow && last.partialValue <= mask && last.partialValue <= size &- bytes && bytes <= size
        if !isInside {
            if size - 1 < mask { index = builder.and(index, session.constant(size - 1, index.type)) }
            if alignment < Int(bytes) || bytes > size {
                let limit = bytes > size ? 0 : size - bytes + 1
                trap(if: builder.compare(LLVMIntUGE, index, session.constant(limit, index.type)), .memoryFault, at: id)
            }
        }
        // Indices of LLVM's are signed.
        return (builder.address(array, offset: resized(index, types.i64), isInBounds: true), alignment)
    }

    private func bits(of id: ValueID, _ lowered: LLVMValue) -> KnownBits {
        let width = lowered.type.integerBits
        if let constant = lowered.constantBits { return KnownBits(constant: constant, width: width) }
        let known = KnownBits.of(id, in: function)
        return known.width == width ? known : KnownBits(unknown: width)
    }
}
