// Constants as values: made in the current block where they are used.

import CLLVM
import IR

extension FunctionLowering {
    mutating func constant(_ value: LLVMValue) throws(Unsupported) -> [ValueID] {
        let leaves = try leaves(value)
        switch value.kind {
        case LLVMUndefValueValueKind, LLVMPoisonValueValueKind, LLVMConstantAggregateZeroValueKind,
            LLVMConstantPointerNullValueKind:
            return leaves.map { zero($0.type) }
        case LLVMConstantStructValueKind, LLVMConstantArrayValueKind, LLVMConstantVectorValueKind,
            LLVMConstantDataArrayValueKind, LLVMConstantDataVectorValueKind:
            var scalars: [ValueID] = []
            var index = 0
            while scalars.count < leaves.count, let element = value.element(index) {
                scalars += try self.scalars(element)
                index += 1
            }
            return scalars
        case LLVMConstantIntValueKind where isWide(value.type):
            return zip(try value.limbs(), leaves).map { limb, leaf in
                builder.constant(Int64(bitPattern: limb), leaf.type)
            }
        default:
            guard leaves.count == 1 else { throw Unsupported(what: "the constant \(value.text)") }
            if value.kind == LLVMConstantExprValueKind, isArithmetic(value), (try? unit.constantScalar(value)) == nil {
                return [try computed(value, leaves[0])]
            }
            return [try scalar(of: try unit.constantScalar(value), leaves[0], value)]
        }
    }

    private func isArithmetic(_ value: LLVMValue) -> Bool {
        let opcode = LLVMGetConstOpcode(value.handle)
        return opcode == LLVMAdd || opcode == LLVMSub || opcode == LLVMXor || opcode == LLVMTrunc
    }

    /// A constant that is computed from addresses: in code everything can be, in initial contents only what relocations
    /// say.
    private mutating func computed(_ value: LLVMValue, _ leaf: Leaf) throws(Unsupported) -> ValueID {
        let first = try scalars(value.operand(0))
        if value.operandCount == 1 { return resized(first[0], try leaves(value.operand(0))[0], leaf) }
        return integer(LLVMGetConstOpcode(value.handle), leaf, first[0], try scalars(value.operand(1))[0])
    }

    private mutating func scalar(
        of constant: ConstantScalar, _ leaf: Leaf, _ value: LLVMValue
    ) throws(Unsupported) -> ValueID {
        switch constant {
        case .number(let number):
            if leaf.type == .ptr { return pointer(number) }
            let opcode: Opcode = leaf.type.isFloat ? .fconst : .iconst
            var instruction = Instruction(opcode, type: leaf.type)
            instruction.immediate = number & mask(leaf.bits)
            return builder.value(instruction)
        case .global(let global, let addend):
            return address(globalAddress(global, Int32(truncatingIfNeeded: addend)), leaf)
        case .function(let function, let addend):
            let base = functionAddress(function)
            let moved = addend == 0 ? base : materialize(Place(base: base, offset: Int32(truncatingIfNeeded: addend)))
            return address(moved, leaf)
        }
    }

    /// An address as what `leaf` says: a pointer, or a number.
    private mutating func address(_ value: ValueID, _ leaf: Leaf) -> ValueID {
        leaf.type == .ptr ? value : cut(builder.unary(.ptrToInt, leaf.type, value), leaf)
    }

    mutating func zero(_ type: Type) -> ValueID {
        if type == .ptr { return pointer(0) }
        return builder.value(Instruction(type.isFloat ? .fconst : .iconst, type: type))
    }

    private mutating func pointer(_ number: UInt64) -> ValueID {
        builder.unary(.intToPtr, .ptr, builder.constant(Int64(number & 0xFFFF_FFFF), .i32))
    }

    /// The address of a global plus a constant; null for a weak name that nothing defines.
    mutating func globalAddress(_ global: LLVMValue, _ offset: Int32) -> ValueID {
        if unit.isAbsent(global, at: unit.span(location), in: "'\(source.name)'") { return pointer(0) }
        let id = unit.declareGlobal(global, at: unit.span(location))
        return builder.value(
            Instruction(.globalAddr, type: .ptr, a: id.rawValue, c: UInt32(bitPattern: offset)))
    }

    mutating func functionAddress(_ function: LLVMValue) -> ValueID {
        if unit.isAbsent(function, at: unit.span(location), in: "'\(source.name)'") { return pointer(0) }
        let id = unit.declare(function)
        return builder.value(Instruction(.functionAddr, type: .ptr, a: id.rawValue))
    }
}
