// Conversions between integers, pointers and floats.

import CBinaryen
import IR

extension FunctionLowering {
    // MARK: Integers and pointers

    /// `trunc`, `zext` and the conversions between integers and pointers: the bits are cut, or zeros come above them.
    mutating func lowerWidthChange(_ id: InstructionID, _ data: Instruction) {
        let (source, target) = (type(data.valueA), context.scalar(data.type))
        let isShort = lowHalves.contains(data.valueA)
        let known = knownBits(data.valueA)
        let wasClean = isClean(data.valueA)
        prepare(data.valueA)
        var value = use(data.valueA)
        if source == .i64, !isShort, target != .i64 { value = wasm.unary(BinaryenWrapInt64(), value) }
        if source != .i64, target == .i64 { value = wasm.unary(BinaryenExtendUInt32(), value) }
        let isWidened = (source.bits ?? 0) <= (target.bits ?? 0)
        let fits = known.width < 64 && wasClean && known.maximum <= target.integerMask
        define(function.result(id), value, isClean: isWidened || fits)
    }

    mutating func lowerSignExtension(_ id: InstructionID, _ data: Instruction) {
        let isSourceWide = type(data.valueA) == .i64
        prepare(data.valueA)
        let value = useSigned(data.valueA)
        let isWidened = data.type == .i64 && !isSourceWide
        define(
            function.result(id), isWidened ? wasm.unary(BinaryenExtendSInt32(), value) : value, isClean: false)
    }

    mutating func lowerBitcast(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        let isSourceFloat = function.type(data.valueA).isFloat
        let value = use(data.valueA, for: .bitcast)
        let operation: WasmOperation
        switch data.type.kind {
        case .f32: operation = BinaryenReinterpretInt32()
        case .f64: operation = BinaryenReinterpretInt64()
        case .i64: operation = BinaryenReinterpretFloat64()
        case .i32: operation = BinaryenReinterpretFloat32()
        case .i1, .i8, .i16, .f16, .ptr, .any, .ref:
            preconditionFailure("FunctionLowering: bitcast to \(data.type) in a legal module")
        }
        let isReinterpreted = isSourceFloat != data.type.isFloat
        define(function.result(id), isReinterpreted ? wasm.unary(operation, value) : value)
    }

    // MARK: Floats

    mutating func lowerIntegerToFloat(_ id: InstructionID, _ data: Instruction, isSigned: Bool) {
        let isWide = type(data.valueA) == .i64
        prepare(data.valueA)
        let value = isSigned ? useSigned(data.valueA) : use(data.valueA)
        let operation =
            switch (data.type == .f64, isWide) {
            case (false, false): isSigned ? BinaryenConvertSInt32ToFloat32() : BinaryenConvertUInt32ToFloat32()
            case (false, true): isSigned ? BinaryenConvertSInt64ToFloat32() : BinaryenConvertUInt64ToFloat32()
            case (true, false): isSigned ? BinaryenConvertSInt32ToFloat64() : BinaryenConvertUInt32ToFloat64()
            case (true, true): isSigned ? BinaryenConvertSInt64ToFloat64() : BinaryenConvertUInt64ToFloat64()
            }
        define(function.result(id), wasm.unary(operation, value))
    }

    /// Saturates, also at the bounds of narrow integers.
    mutating func lowerFloatToInteger(_ id: InstructionID, _ data: Instruction, isSigned: Bool) {
        let isDouble = function.type(data.valueA) == .f64
        prepare(data.valueA)
        let operation =
            switch (isDouble, data.type == .i64) {
            case (false, false):
                isSigned ? BinaryenTruncSatSFloat32ToInt32() : BinaryenTruncSatUFloat32ToInt32()
            case (false, true):
                isSigned ? BinaryenTruncSatSFloat32ToInt64() : BinaryenTruncSatUFloat32ToInt64()
            case (true, false):
                isSigned ? BinaryenTruncSatSFloat64ToInt32() : BinaryenTruncSatUFloat64ToInt32()
            case (true, true):
                isSigned ? BinaryenTruncSatSFloat64ToInt64() : BinaryenTruncSatUFloat64ToInt64()
            }
        var value = wasm.unary(operation, use(data.valueA))
        if data.type.isNarrow {
            let mask = Int32(truncatingIfNeeded: data.type.integerMask)
            if isSigned {
                value = limited(value, to: mask >> 1, BinaryenLtSInt32())
                value = limited(value, to: ~(mask >> 1), BinaryenGtSInt32())
            } else {
                value = limited(value, to: mask, BinaryenLtUInt32())
            }
        }
        define(function.result(id), value, isClean: !isSigned)
    }

    /// `value` if it compares with `bound` as `test` says, else `bound`.
    private mutating func limited(_ value: WasmExpression, to bound: Int32, _ test: WasmOperation) -> WasmExpression {
        let local = makeLocal(.i32)
        let isInside = wasm.binary(test, wasm.get(local, .i32), bound)
        return wasm.select(isInside, wasm.tee(local, value, .i32), wasm.constant(bound), .i32)
    }

    mutating func lowerFloatWidthChange(_ id: InstructionID, _ data: Instruction) {
        prepare(data.valueA)
        let operation = data.type == .f64 ? BinaryenPromoteFloat32() : BinaryenDemoteFloat64()
        define(function.result(id), wasm.unary(operation, use(data.valueA, for: data.opcode)))
    }
}
