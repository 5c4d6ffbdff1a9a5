// Integer operations that WebAssembly does not have as the IR has them: division, which traps in its own way, high
// halves of products, and sums with a carry.

import CBinaryen
import IR

extension FunctionLowering {
    // MARK: Division

    mutating func lowerUnsignedDivision(_ id: InstructionID, _ data: Instruction, _ operation: IntegerOperation) {
        let (dividend, divisor) = (data.valueA, data.valueB)
        let mayTrap = !knownBits(divisor).isNonZero
        if mayTrap, context.reportsTraps {
            keep(divisor)
            emitTrap(.divideByZero, if: wasm.unary(IntegerOperation.eqz(data.type), use(divisor)))
        }
        prepare(dividend, divisor)
        let quotient = wasm.binary(operation(data.type), use(dividend), use(divisor))
        define(function.result(id), quotient, trapEffects(mayTrap))
    }

    mutating func lowerSignedDivision(_ id: InstructionID, _ data: Instruction, isRemainder: Bool) {
        let (dividend, divisor) = (data.valueA, data.valueB)
        let operation = isRemainder ? IntegerOperation.srem(data.type) : IntegerOperation.sdiv(data.type)
        let known = knownBits(divisor)
        // The one quotient that does not fit stops the host, except where narrow operands leave it room.
        let mayOverflow =
            !isRemainder && !data.type.isNarrow && known.maximum == known.mask
            && !knownBits(dividend).isNonNegative
        let mayTrap = !known.isNonZero
        if mayTrap, context.reportsTraps {
            keep(divisor)
            emitTrap(.divideByZero, if: zeroTest(divisor, data.type))
        }
        guard mayOverflow else {
            prepare(dividend, divisor)
            let quotient = wasm.binary(operation, useSigned(dividend), useSigned(divisor))
            define(function.result(id), quotient, trapEffects(mayTrap), isClean: false)
            return
        }
        keep(divisor)
        keep(dividend)
        let isMinusOne = wasm.binary(
            IntegerOperation.comparison(.eq)(data.type), use(divisor), integer(.max, data.type))
        let negated = wasm.binary(IntegerOperation.sub(data.type), integer(0, data.type), use(dividend))
        let quotient = wasm.binary(operation, use(dividend), use(divisor))
        define(function.result(id), wasm.conditional(isMinusOne, negated, quotient), trapEffects(mayTrap))
    }

    /// What a division may do: where traps say nothing of themselves, the host's own check for zero is enough.
    private func trapEffects(_ mayTrap: Bool) -> TreeEffects { mayTrap && !context.reportsTraps ? .traps : [] }

    /// Whether a value is zero in the bits of its type.
    private mutating func zeroTest(_ value: ValueID, _ type: Type) -> WasmExpression {
        let isClean = isClean(value)
        let bits = use(value)
        return wasm.unary(IntegerOperation.eqz(type), isClean ? bits : masked(bits, type))
    }

    // MARK: High halves

    mutating func lowerHighProduct(_ id: InstructionID, _ data: Instruction, isSigned: Bool) {
        prepare(data.valueA, data.valueB)
        let left = isSigned ? useSigned(data.valueA) : use(data.valueA)
        let right = isSigned ? useSigned(data.valueB) : use(data.valueB)
        guard data.type.isNarrow, let bits = data.type.bits else {
            let widen = isSigned ? BinaryenExtendSInt32() : BinaryenExtendUInt32()
            let product = wasm.binary(BinaryenMulInt64(), wasm.unary(widen, left), wasm.unary(widen, right))
            let high = wasm.binary(BinaryenShrUInt64(), product, wasm.constant(Int64(32)))
            define(function.result(id), wasm.unary(BinaryenWrapInt64(), high))
            return
        }
        let product = wasm.binary(BinaryenMulInt32(), left, right)
        let high = wasm.binary(BinaryenShrUInt32(), product, Int32(bits))
        define(function.result(id), high, isClean: !isSigned)
    }

    // MARK: Carries

    mutating func lowerSumWithCarry(_ id: InstructionID, _ data: Instruction) {
        lowerWithFlag(id, data, wideOperation: BinaryenAddInt64(), .add) { wasm, sum, left, _ in
            // A sum that wrapped is below its operands.
            wasm.binary(IntegerOperation.comparison(.ult)(data.type), sum, left)
        }
    }

    mutating func lowerDifferenceWithBorrow(_ id: InstructionID, _ data: Instruction) {
        lowerWithFlag(id, data, wideOperation: BinaryenSubInt64(), .sub) { wasm, _, left, right in
            wasm.binary(IntegerOperation.comparison(.ult)(data.type), left, right)
        }
    }

    /// `wrapped` tells from a result and its operands whether it left the width.
    private mutating func lowerWithFlag(
        _ id: InstructionID, _ data: Instruction, wideOperation: WasmOperation, _ operation: IntegerOperation,
        _ wrapped: (WasmModule, WasmExpression, WasmExpression, WasmExpression) -> WasmExpression
    ) {
        let (left, right, carry) = (data.valueA, data.valueB, data.valueC)
        for operand in [left, right, carry] { keep(operand) }
        let (result, flag) = (function.result(id, 0), function.result(id, 1))
        if constant(carry) == 0 || data.type == .i64 {
            lowerInSteps(data, operation, wrapped, result, flag)
            return
        }
        // Wide enough for the flag to be a bit of the result.
        let total = makeLocal(.i64)
        let widen = BinaryenExtendUInt32()
        let partial = wasm.binary(wideOperation, wasm.unary(widen, use(left)), wasm.unary(widen, use(right)))
        emit(wasm.set(total, wasm.binary(wideOperation, partial, wasm.unary(widen, use(carry)))))
        let bits = Int64(data.type.bits ?? 32)
        let low = wasm.unary(BinaryenWrapInt64(), wasm.get(total, .i64))
        define(result, low, isClean: bits == 32)
        let high = wasm.unary(
            BinaryenWrapInt64(), wasm.binary(BinaryenShrUInt64(), wasm.get(total, .i64), wasm.constant(bits)))
        define(flag, wasm.binary(BinaryenAndInt32(), high, 1))
    }

    /// Without room above the width: each step tells whether it wrapped, and at most one does.
    private mutating func lowerInSteps(
        _ data: Instruction, _ operation: IntegerOperation,
        _ wrapped: (WasmModule, WasmExpression, WasmExpression, WasmExpression) -> WasmExpression,
        _ result: ValueID, _ flag: ValueID
    ) {
        let (left, right, carry) = (data.valueA, data.valueB, data.valueC)
        let type = WasmType(data.type)
        let first = makeLocal(type)
        let sum = wasm.binary(operation(data.type), use(left), use(right))
        emit(wasm.set(first, masked(sum, data.type)))
        let firstWrapped = wrapped(wasm, wasm.get(first, type), use(left), use(right))
        if constant(carry) == 0 {
            define(result, wasm.get(first, type))
            define(flag, firstWrapped)
            return
        }
        let second = makeLocal(type)
        let step = makeLocal(type)
        emit(wasm.set(step, wasm.unary(BinaryenExtendUInt32(), use(carry))))
        emit(wasm.set(second, wasm.binary(operation(data.type), wasm.get(first, type), wasm.get(step, type))))
        let secondWrapped = wrapped(wasm, wasm.get(second, type), wasm.get(first, type), wasm.get(step, type))
        define(result, wasm.get(second, type))
        define(flag, wasm.binary(BinaryenOrInt32(), firstWrapped, secondWrapped))
    }
}
