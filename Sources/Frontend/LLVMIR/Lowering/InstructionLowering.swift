// One instruction of LLVM's: which family it belongs to. Values of several scalars are worked on scalar by scalar.

import CLLVM
import IR

extension FunctionLowering {
    mutating func lower(_ instruction: LLVMValue) throws(Unsupported) {
        switch instruction.opcode {
        case LLVMAdd, LLVMSub, LLVMMul, LLVMUDiv, LLVMSDiv, LLVMURem, LLVMSRem, LLVMShl, LLVMLShr, LLVMAShr, LLVMAnd,
            LLVMOr, LLVMXor:
            try lowerInteger(instruction)
        case LLVMFAdd, LLVMFSub, LLVMFMul, LLVMFDiv, LLVMFRem, LLVMFNeg: try lowerFloat(instruction)
        case LLVMICmp, LLVMFCmp: try lowerCompare(instruction)
        case LLVMTrunc, LLVMZExt, LLVMSExt, LLVMFPToUI, LLVMFPToSI, LLVMUIToFP, LLVMSIToFP, LLVMFPTrunc, LLVMFPExt,
            LLVMPtrToInt, LLVMPtrToAddr, LLVMIntToPtr:
            try lowerConversion(instruction)
        case LLVMBitCast: try lowerBitcast(instruction)
        case LLVMAddrSpaceCast, LLVMFreeze: define(instruction, try scalars(instruction.operand(0)))
        case LLVMSelect: try lowerSelect(instruction)
        case LLVMExtractValue, LLVMInsertValue, LLVMExtractElement, LLVMInsertElement, LLVMShuffleVector:
            try lowerAggregate(instruction)
        case LLVMAlloca, LLVMLoad, LLVMStore, LLVMGetElementPtr, LLVMFence, LLVMAtomicRMW, LLVMAtomicCmpXchg:
            try lowerMemory(instruction)
        case LLVMCall: try lowerCall(instruction)
        case LLVMRet, LLVMBr, LLVMSwitch, LLVMIndirectBr, LLVMUnreachable: try lowerTerminator(instruction)
        case LLVMVAArg: throw Unsupported(what: "the instruction va_arg")
        case LLVMCallBr: throw Unsupported(what: "inline assembly that jumps")
        default: throw Unsupported(what: "exceptions")
        }
    }

    // Integers.

    private mutating func lowerInteger(_ instruction: LLVMValue) throws(Unsupported) {
        if isWide(instruction.type) { return try lowerWideInteger(instruction) }
        let leaves = try leaves(instruction)
        let left = try scalars(instruction.operand(0))
        let right = try scalars(instruction.operand(1))
        let opcode = instruction.opcode
        var results: [ValueID] = []
        for index in leaves.indices { results.append(integer(opcode, leaves[index], left[index], right[index])) }
        define(instruction, results)
    }

    /// One operation on integers of `leaf`.
    mutating func integer(_ opcode: LLVMOpcode, _ leaf: Leaf, _ left: ValueID, _ right: ValueID) -> ValueID {
        let type = leaf.type
        switch opcode {
        case LLVMAdd: return cut(builder.binary(.add, type, left, right), leaf)
        case LLVMSub: return cut(builder.binary(.sub, type, left, right), leaf)
        case LLVMMul: return cut(builder.binary(.mul, type, left, right), leaf)
        case LLVMShl: return cut(builder.binary(.shl, type, left, right), leaf)
        case LLVMUDiv: return builder.binary(.udiv, type, left, right)
        case LLVMURem: return builder.binary(.urem, type, left, right)
        case LLVMLShr: return builder.binary(.lshr, type, left, right)
        case LLVMAnd: return builder.binary(.and, type, left, right)
        case LLVMOr: return builder.binary(.or, type, left, right)
        case LLVMXor: return builder.binary(.xor, type, left, right)
        case LLVMSDiv: return cut(builder.binary(.sdiv, type, extended(left, leaf), extended(right, leaf)), leaf)
        case LLVMSRem: return cut(builder.binary(.srem, type, extended(left, leaf), extended(right, leaf)), leaf)
        case LLVMAShr: return cut(builder.binary(.ashr, type, extended(left, leaf), right), leaf)
        default: preconditionFailure("FunctionLowering: no operation on integers")
        }
    }

    /// Clears the bits above an integer of an odd width.
    mutating func cut(_ value: ValueID, _ leaf: Leaf) -> ValueID {
        guard leaf.isOdd else { return value }
        let mask = builder.constant(Int64(bitPattern: mask(leaf.bits)), leaf.type)
        return builder.binary(.and, leaf.type, value, mask)
    }

    /// Copies the sign of an integer of an odd width into the bits above it.
    mutating func extended(_ value: ValueID, _ leaf: Leaf) -> ValueID {
        guard leaf.isOdd, let width = leaf.type.bits else { return value }
        let distance = builder.constant(Int64(width - leaf.bits), leaf.type)
        return builder.binary(.ashr, leaf.type, builder.binary(.shl, leaf.type, value, distance), distance)
    }

    // Floats.

    private mutating func lowerFloat(_ instruction: LLVMValue) throws(Unsupported) {
        let leaves = try leaves(instruction)
        let operands = try (0..<instruction.operandCount).map { index throws(Unsupported) in
            try scalars(instruction.operand(index))
        }
        var results: [ValueID] = []
        for (index, leaf) in leaves.enumerated() {
            let left = operands[0][index]
            switch instruction.opcode {
            case LLVMFNeg: results.append(builder.unary(.fneg, leaf.type, left))
            case LLVMFAdd: results.append(builder.binary(.fadd, leaf.type, left, operands[1][index]))
            case LLVMFSub: results.append(builder.binary(.fsub, leaf.type, left, operands[1][index]))
            case LLVMFMul: results.append(builder.binary(.fmul, leaf.type, left, operands[1][index]))
            case LLVMFDiv: results.append(builder.binary(.fdiv, leaf.type, left, operands[1][index]))
            default: results.append(try callMath("fmod", leaf, [left, operands[1][index]]))
            }
        }
        define(instruction, results)
    }

    // Comparison and choice.

    private mutating func lowerCompare(_ instruction: LLVMValue) throws(Unsupported) {
        if isWide(instruction.operand(0).type) { return try lowerWideCompare(instruction) }
        let leaves = try leaves(instruction.operand(0))
        let left = try scalars(instruction.operand(0))
        let right = try scalars(instruction.operand(1))
        var results: [ValueID] = []
        for (index, leaf) in leaves.enumerated() {
            results.append(
                instruction.opcode == LLVMICmp
                    ? compare(LLVMGetICmpPredicate(instruction.handle), leaf, left[index], right[index])
                    : compareFloats(LLVMGetFCmpPredicate(instruction.handle), leaf.type, left[index], right[index]))
        }
        define(instruction, results)
    }

    private mutating func compare(
        _ predicate: LLVMIntPredicate, _ leaf: Leaf, _ left: ValueID, _ right: ValueID
    ) -> ValueID {
        let condition: IntegerCondition
        switch predicate {
        case LLVMIntEQ: condition = .eq
        case LLVMIntNE: condition = .ne
        case LLVMIntUGT: condition = .ugt
        case LLVMIntUGE: condition = .uge
        case LLVMIntULT: condition = .ult
        case LLVMIntULE: condition = .ule
        case LLVMIntSGT: condition = .sgt
        case LLVMIntSGE: condition = .sge
        case LLVMIntSLT: condition = .slt
        default: condition = .sle
        }
        return compare(condition, leaf, left, right)
    }

    /// Compares integers of any width, or pointers.
    mutating func compare(_ condition: IntegerCondition, _ leaf: Leaf, _ left: ValueID, _ right: ValueID) -> ValueID {
        let isSigned = [.slt, .sle, .sgt, .sge].contains(condition)
        guard isSigned, leaf.isOdd else { return builder.icmp(condition, leaf.type, left, right) }
        return builder.icmp(condition, leaf.type, extended(left, leaf), extended(right, leaf))
    }

    private mutating func compareFloats(
        _ predicate: LLVMRealPredicate, _ type: Type, _ left: ValueID, _ right: ValueID
    ) -> ValueID {
        let condition: FloatCondition
        switch predicate {
        case LLVMRealOEQ: condition = .oeq
        case LLVMRealOGT: condition = .ogt
        case LLVMRealOGE: condition = .oge
        case LLVMRealOLT: condition = .olt
        case LLVMRealOLE: condition = .ole
        case LLVMRealONE: condition = .one
        case LLVMRealORD: condition = .ord
        case LLVMRealUNO: condition = .uno
        case LLVMRealUEQ: condition = .ueq
        case LLVMRealUGT: condition = .ugt
        case LLVMRealUGE: condition = .uge
        case LLVMRealULT: condition = .ult
        case LLVMRealULE: condition = .ule
        case LLVMRealUNE: condition = .une
        // The predicates that are always false or always true.
        default: return builder.constant(predicate.rawValue == 0 ? 0 : 1, .i1)
        }
        return compareFloats(condition, type, left, right)
    }

    mutating func compareFloats(
        _ condition: FloatCondition, _ type: Type, _ left: ValueID, _ right: ValueID
    ) -> ValueID {
        let compare = Instruction(
            .fcmp, type: type, aux: condition.rawValue, a: left.rawValue, b: right.rawValue)
        let id = builder.append(compare, results: [.i1])
        return builder.function.result(id)
    }

    private mutating func lowerSelect(_ instruction: LLVMValue) throws(Unsupported) {
        let leaves = try leaves(instruction)
        let conditions = try scalars(instruction.operand(0))
        let yes = try scalars(instruction.operand(1))
        let no = try scalars(instruction.operand(2))
        var results: [ValueID] = []
        for (index, leaf) in leaves.enumerated() {
            // A vector of conditions chooses lane by lane.
            let condition = conditions.count == 1 ? conditions[0] : conditions[index]
            results.append(builder.select(leaf.type, condition, yes[index], no[index]))
        }
        define(instruction, results)
    }

    // Aggregates: nothing but lists of scalars.

    private mutating func lowerAggregate(_ instruction: LLVMValue) throws(Unsupported) {
        let whole = try scalars(instruction.operand(0))
        switch instruction.opcode {
        case LLVMExtractValue:
            define(instruction, Array(whole[try unit.shapes.range(instruction.operand(0).type, instruction.indices)]))
        case LLVMInsertValue:
            var result = whole
            let range = try unit.shapes.range(instruction.operand(0).type, instruction.indices)
            result.replaceSubrange(range, with: try scalars(instruction.operand(1)))
            define(instruction, result)
        case LLVMExtractElement: define(instruction, [try lane(whole, instruction.operand(1), instruction.type)])
        case LLVMInsertElement:
            let element = try scalar(instruction.operand(1))
            define(
                instruction,
                try inserting(element, in: whole, at: instruction.operand(2), try leaf(instruction.operand(1))))
        default:
            let lanes = whole + (try scalars(instruction.operand(1)))
            var result: [ValueID] = []
            for index in 0..<LLVMGetNumMaskElements(instruction.handle) {
                let lane = LLVMGetMaskValue(instruction.handle, index)
                result.append(lanes[lane < 0 ? 0 : Int(lane)])
            }
            define(instruction, result)
        }
    }

    /// Lane `index` of a vector; out of range it may be anything.
    private mutating func lane(_ lanes: [ValueID], _ index: LLVMValue, _ type: LLVMType) throws(Unsupported) -> ValueID
    {
        if let number = index.constantBits { return lanes[number < UInt64(lanes.count) ? Int(number) : 0] }
        let leaf = try leaf(index)
        let type = try unit.shapes.leaves(type)[0].type
        let position = try scalar(index)
        var result = lanes[0]
        for (number, lane) in lanes.enumerated().dropFirst() {
            let isThis = builder.icmp(.eq, leaf.type, position, builder.constant(Int64(number), leaf.type))
            result = builder.select(type, isThis, lane, result)
        }
        return result
    }

    private mutating func inserting(
        _ element: ValueID, in lanes: [ValueID], at index: LLVMValue, _ leaf: Leaf
    ) throws(Unsupported) -> [ValueID] {
        var result = lanes
        if let number = index.constantBits {
            if number < UInt64(lanes.count) { result[Int(number)] = element }
            return result
        }
        let indexLeaf = try self.leaf(index)
        let position = try scalar(index)
        for (number, lane) in lanes.enumerated() {
            let isThis = builder.icmp(.eq, indexLeaf.type, position, builder.constant(Int64(number), indexLeaf.type))
            result[number] = builder.select(leaf.type, isThis, element, lane)
        }
        return result
    }
}
