// Float arithmetic and comparison. WebAssembly rounds as the IR does; the bits of a NaN it leaves open, so a value is
// canonicalised before something shows them.

import CBinaryen
import IR

/// An operation on floats that comes once for singles and once for doubles.
struct FloatOperation {
    private let single: WasmOperation
    private let double: WasmOperation

    private init(_ single: WasmOperation, _ double: WasmOperation) {
        self.single = single
        self.double = double
    }

    func callAsFunction(_ type: Type) -> WasmOperation { type == .f64 ? double : single }

    static var add: FloatOperation { FloatOperation(BinaryenAddFloat32(), BinaryenAddFloat64()) }
    static var sub: FloatOperation { FloatOperation(BinaryenSubFloat32(), BinaryenSubFloat64()) }
    static var mul: FloatOperation { FloatOperation(BinaryenMulFloat32(), BinaryenMulFloat64()) }
    static var div: FloatOperation { FloatOperation(BinaryenDivFloat32(), BinaryenDivFloat64()) }
    static var min: FloatOperation { FloatOperation(BinaryenMinFloat32(), BinaryenMinFloat64()) }
    static var max: FloatOperation { FloatOperation(BinaryenMaxFloat32(), BinaryenMaxFloat64()) }
    static var neg: FloatOperation { FloatOperation(BinaryenNegFloat32(), BinaryenNegFloat64()) }
    static var abs: FloatOperation { FloatOperation(BinaryenAbsFloat32(), BinaryenAbsFloat64()) }
    static var sqrt: FloatOperation { FloatOperation(BinaryenSqrtFloat32(), BinaryenSqrtFloat64()) }
    static var eq: FloatOperation { FloatOperation(BinaryenEqFloat32(), BinaryenEqFloat64()) }
    static var ne: FloatOperation { FloatOperation(BinaryenNeFloat32(), BinaryenNeFloat64()) }
    static var lt: FloatOperation { FloatOperation(BinaryenLtFloat32(), BinaryenLtFloat64()) }
    static var le: FloatOperation { FloatOperation(BinaryenLeFloat32(), BinaryenLeFloat64()) }
    static var gt: FloatOperation { FloatOperation(BinaryenGtFloat32(), BinaryenGtFloat64()) }
    static var ge: FloatOperation { FloatOperation(BinaryenGeFloat32(), BinaryenGeFloat64()) }
}

extension FunctionLowering {
    /// The value, or the canonical NaN in place of any NaN.
    mutating func canonical(_ value: WasmExpression, _ type: Type) -> WasmExpression {
        let host = WasmType(type)
        let local = makeLocal(host)
        let nan =
            type == .f32 ? wasm.single(bits: 0x7FC0_0000) : wasm.double(bits: 0x7FF8_0000_0000_0000)
        let isNumber = wasm.binary(FloatOperation.eq(type), wasm.get(local, host), wasm.get(local, host))
        return wasm.select(isNumber, wasm.tee(local, value, host), nan, host)
    }

    mutating func lowerFloatBinary(_ id: InstructionID, _ data: Instruction, _ operation: FloatOperation) {
        prepare(data.valueA, data.valueB)
        let left = use(data.valueA, for: data.opcode)
        let right = use(data.valueB, for: data.opcode)
        define(function.result(id), wasm.binary(operation(data.type), left, right))
    }

    mutating func lowerFloatUnary(_ id: InstructionID, _ data: Instruction, _ operation: FloatOperation) {
        prepare(data.valueA)
        define(
            function.result(id), wasm.unary(operation(data.type), use(data.valueA, for: data.opcode)))
    }

    mutating func lowerFloatComparison(_ id: InstructionID, _ data: Instruction) {
        let type = data.type
        let (left, right) = (data.valueA, data.valueB)
        switch data.floatCondition {
        case .oeq: lowerFloatComparison(id, data, .eq)
        case .olt: lowerFloatComparison(id, data, .lt)
        case .ole: lowerFloatComparison(id, data, .le)
        case .ogt: lowerFloatComparison(id, data, .gt)
        case .oge: lowerFloatComparison(id, data, .ge)
        case .une: lowerFloatComparison(id, data, .ne)
        case .ult: lowerFloatComparison(id, data, .ge, isInverted: true)
        case .ule: lowerFloatComparison(id, data, .gt, isInverted: true)
        case .ugt: lowerFloatComparison(id, data, .le, isInverted: true)
        case .uge: lowerFloatComparison(id, data, .lt, isInverted: true)
        case .one, .ueq:
            keep(left)
            keep(right)
            let isLess = wasm.binary(FloatOperation.lt(type), use(left), use(right))
            let isGreater = wasm.binary(FloatOperation.gt(type), use(left), use(right))
            let differs = wasm.binary(BinaryenOrInt32(), isLess, isGreater)
            let isInverted = data.floatCondition == .ueq
            define(function.result(id), isInverted ? wasm.unary(BinaryenEqZInt32(), differs) : differs)
        case .ord, .uno:
            keep(left)
            keep(right)
            let isOrdered = data.floatCondition == .ord
            let test = isOrdered ? FloatOperation.eq(type) : FloatOperation.ne(type)
            let first = wasm.binary(test, use(left), use(left))
            let second = wasm.binary(test, use(right), use(right))
            let both = wasm.binary(isOrdered ? BinaryenAndInt32() : BinaryenOrInt32(), first, second)
            define(function.result(id), both)
        }
    }

    private mutating func lowerFloatComparison(
        _ id: InstructionID, _ data: Instruction, _ operation: FloatOperation, isInverted: Bool = false
    ) {
        prepare(data.valueA, data.valueB)
        let test = wasm.binary(operation(data.type), use(data.valueA), use(data.valueB))
        define(function.result(id), isInverted ? wasm.unary(BinaryenEqZInt32(), test) : test)
    }
}
