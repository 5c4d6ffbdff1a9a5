// Integer arithmetic and comparison. See NarrowIntegers for the form of integers narrower than 32 bits.

import CBinaryen
import IR

extension FunctionLowering {
    // MARK: Forms of narrow integers

    /// The low bits of `expression`, zeros above the width of `type`.
    func masked(_ expression: WasmExpression, _ type: Type) -> WasmExpression {
        guard type.isNarrow else { return expression }
        return wasm.binary(BinaryenAndInt32(), expression, Int32(truncatingIfNeeded: type.integerMask))
    }

    /// The value in two's complement, as wide as what holds it.
    mutating func useSigned(_ value: ValueID) -> WasmExpression {
        let (type, isClean) = (type(value), isClean(value))
        let expression = use(value)
        switch type.kind {
        case .i1:
            if isClean { return wasm.binary(BinaryenSubInt32(), wasm.constant(Int32(0)), expression) }
            return wasm.binary(BinaryenShrSInt32(), wasm.binary(BinaryenShlInt32(), expression, 31), 31)
        case .i8: return wasm.unary(BinaryenExtendS8Int32(), expression)
        case .i16: return wasm.unary(BinaryenExtendS16Int32(), expression)
        case .i32, .i64, .ptr, .f16, .f32, .f64, .any, .ref: return expression
        }
    }

    // MARK: Arithmetic

    /// When the result of an operation on clean operands is clean.
    enum Cleanness {
        case ifEither, ifBoth, never, always
    }

    /// An operation that WebAssembly has too.
    mutating func lowerBinary(
        _ id: InstructionID, _ data: Instruction, _ operation: IntegerOperation, clean: Cleanness = .never
    ) {
        let (left, right) = (data.valueA, data.valueB)
        let isClean =
            switch clean {
            case .ifEither: self.isClean(left) || self.isClean(right)
            case .ifBoth: self.isClean(left) && self.isClean(right)
            case .never: false
            case .always: true
            }
        prepare(left, right)
        let expression = wasm.binary(operation(data.type), use(left), use(right))
        define(function.result(id), expression, isClean: isClean)
    }

    /// The sum, or what else puts bits together, of a left and a right shift of one value whose amounts add up to the
    /// width: a rotation. Answers whether it is one.
    mutating func lowerRotation(_ id: InstructionID, _ data: Instruction) -> Bool {
        guard let width = data.type.bits, width >= 32,
            let first = function.definingInstruction(data.valueA),
            let second = function.definingInstruction(data.valueB),
            waiting[data.valueA] != nil, waiting[data.valueB] != nil
        else { return false }
        let isSwapped = function[first].opcode == .lshr
        let left = function[isSwapped ? second : first]
        let right = function[isSwapped ? first : second]
        guard left.opcode == .shl, right.opcode == .lshr, left.valueA == right.valueA,
            let up = constant(left.valueB), let down = constant(right.valueB), up > 0, up < UInt64(width),
            up + down == UInt64(width)
        else { return false }
        // The trees of the shifts are left out; what they shift is used by both, so it waits for neither.
        _ = waiting.take(data.valueA)
        _ = waiting.take(data.valueB)
        let rotated = wasm.binary(IntegerOperation.rotl(data.type), use(left.valueA), integer(up, data.type))
        define(function.result(id), rotated)
        return true
    }

    mutating func lowerShift(
        _ id: InstructionID, _ data: Instruction, _ operation: IntegerOperation, isSigned: Bool = false,
        isClean: Bool = false
    ) {
        let (left, right) = (data.valueA, data.valueB)
        prepare(left, right)
        let value = isSigned ? useSigned(left) : use(left)
        // The host takes amounts modulo its own width.
        var amount = use(right)
        if data.type.isNarrow, let bits = data.type.bits {
            amount =
                constant(right).map { wasm.constant(Int32(truncatingIfNeeded: $0 & UInt64(bits - 1))) }
                ?? wasm.binary(BinaryenAndInt32(), amount, Int32(bits - 1))
        }
        define(function.result(id), wasm.binary(operation(data.type), value, amount), isClean: isClean)
    }

    mutating func lowerNot(_ id: InstructionID, _ data: Instruction) {
        let isClean = isClean(data.valueA)
        prepare(data.valueA)
        let ones = integer(.max, data.type)
        define(
            function.result(id), wasm.binary(IntegerOperation.xor(data.type), use(data.valueA), ones),
            isClean: isClean)
    }

    mutating func lowerNegation(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        let zero = integer(0, data.type)
        define(
            function.result(id), wasm.binary(IntegerOperation.sub(data.type), zero, use(data.valueA)), isClean: false)
    }

    mutating func lowerLeadingZeros(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        var count = wasm.unary(IntegerOperation.clz(data.type), use(data.valueA))
        if data.type.isNarrow, let bits = data.type.bits {
            count = wasm.binary(BinaryenSubInt32(), count, Int32(32 - bits))
        }
        define(function.result(id), count)
    }

    mutating func lowerTrailingZeros(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        var value = use(data.valueA)
        if data.type.isNarrow {
            // A one just above the width ends the search.
            value = wasm.binary(BinaryenOrInt32(), value, Int32(truncatingIfNeeded: data.type.integerMask + 1))
        }
        define(function.result(id), wasm.unary(IntegerOperation.ctz(data.type), value))
    }

    mutating func lowerOnesCount(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        define(function.result(id), wasm.unary(IntegerOperation.popcnt(data.type), use(data.valueA)))
    }

    mutating func lowerInsert(_ id: InstructionID, _ data: Instruction) {
        let isWide = data.type == .i64
        prepare(data.valueA, data.valueB)
        let low = type(data.valueB)
        let kept = wasm.binary(
            IntegerOperation.and(data.type), use(data.valueA),
            integer(data.type.integerMask & ~low.integerMask, data.type))
        let inserted = use(data.valueB)
        let widened = isWide ? wasm.unary(BinaryenExtendUInt32(), inserted) : inserted
        define(function.result(id), wasm.binary(IntegerOperation.or(data.type), kept, widened))
    }

    /// A pointer and a distance, which is sign-extended or cut to the pointer's width.
    mutating func lowerPointerSum(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA, data.valueB)
        if let bias = sumBias(data) {
            let distance = useDistance(data.valueB)
            let isFirst = self.bias(of: data.valueA) == nil
            let sum =
                isFirst
                ? distance : wasm.binary(BinaryenAddInt32(), useWithoutBias(data.valueA), distance)
            setBias(of: function.result(id), bias)
            define(function.result(id), sum)
            return
        }
        let base = use(data.valueA)
        define(
            function.result(id), wasm.binary(IntegerOperation.add(context.pointer), base, useDistance(data.valueB)))
    }

    /// What is added to a pointer, as wide as what holds pointers.
    private mutating func useDistance(_ value: ValueID) -> WasmExpression {
        if type(value) == .i64 { return context.pointer == .i64 ? use(value) : useLowHalf(value) }
        let distance = useSigned(value)
        return context.pointer == .i64 ? wasm.unary(BinaryenExtendSInt32(), distance) : distance
    }

    // MARK: Comparison

    mutating func lowerIntegerComparison(_ id: InstructionID, _ data: Instruction) {
        if lowerArityTest(id, data) { return }
        let condition = comparison(data)
        let type = context.scalar(data.type)
        prepare(data.valueA, data.valueB)
        let result: WasmExpression
        if condition == .eq, constant(data.valueB) == 0 {
            result = wasm.unary(IntegerOperation.eqz(type), use(data.valueA))
        } else {
            let isSigned = condition.isSigned
            let left = isSigned ? useSigned(data.valueA) : use(data.valueA)
            let right = isSigned ? useSigned(data.valueB) : use(data.valueB)
            result = wasm.binary(IntegerOperation.comparison(condition)(type), left, right)
        }
        define(function.result(id), result)
    }

    /// A pointer is as wide as the module says: when only its low half is held, it is never negative.
    private func comparison(_ data: Instruction) -> IntegerCondition {
        let condition = data.integerCondition
        guard data.type == .ptr, context.module.memory.pointerBytes == 8, context.pointer == .i32 else {
            return condition
        }
        switch condition {
        case .slt: return .ult
        case .sle: return .ule
        case .sgt: return .ugt
        case .sge: return .uge
        case .eq, .ne, .ult, .ule, .ugt, .uge: return condition
        }
    }

    mutating func lowerSelect(_ id: InstructionID, _ data: Instruction) {
        let isClean = isClean(data.valueB) && isClean(data.valueC)
        // In the order of evaluation.
        prepare(data.valueB, data.valueC, data.valueA)
        let yes = use(data.valueB)
        let no = use(data.valueC)
        let expression = wasm.select(use(data.valueA), yes, no, context.wasmType(data.type))
        define(function.result(id), expression, isClean: isClean)
    }
}

extension IntegerCondition {
    fileprivate var isSigned: Bool {
        switch self {
        case .slt, .sle, .sgt, .sge: true
        case .eq, .ne, .ult, .ule, .ugt, .uge: false
        }
    }
}
