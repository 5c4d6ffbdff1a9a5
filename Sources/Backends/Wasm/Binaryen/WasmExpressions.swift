// Makes the expressions of a module.

import CBinaryen

/// The number of an operation in Binaryen.
typealias WasmOperation = BinaryenOp

extension WasmModule {
    // MARK: Constants

    func constant(_ value: Int32) -> WasmExpression {
        made(BinaryenConst(reference, BinaryenLiteralInt32(value)))
    }

    func constant(_ value: Int64) -> WasmExpression {
        made(BinaryenConst(reference, BinaryenLiteralInt64(value)))
    }

    /// A single with these bits.
    func single(bits: UInt32) -> WasmExpression {
        made(BinaryenConst(reference, BinaryenLiteralFloat32Bits(Int32(bitPattern: bits))))
    }

    /// A double with these bits.
    func double(bits: UInt64) -> WasmExpression {
        made(BinaryenConst(reference, BinaryenLiteralFloat64Bits(Int64(bitPattern: bits))))
    }

    // MARK: Operations

    func unary(_ operation: WasmOperation, _ value: WasmExpression) -> WasmExpression {
        made(BinaryenUnary(reference, operation, value.reference))
    }

    func binary(_ operation: WasmOperation, _ left: WasmExpression, _ right: WasmExpression) -> WasmExpression {
        made(BinaryenBinary(reference, operation, left.reference, right.reference))
    }

    /// An operation with a constant i32 on the right.
    func binary(_ operation: WasmOperation, _ left: WasmExpression, _ right: Int32) -> WasmExpression {
        binary(operation, left, constant(right))
    }

    /// `yes` if `condition`, else `no`; evaluated in the order yes, no, condition.
    func select(
        _ condition: WasmExpression, _ yes: WasmExpression, _ no: WasmExpression, _ type: WasmType
    ) -> WasmExpression {
        made(
            BinaryenSelect(reference, condition.reference, yes.reference, no.reference, type.reference))
    }

    // MARK: Locals

    func get(_ local: UInt32, _ type: WasmType) -> WasmExpression {
        made(BinaryenLocalGet(reference, local, type.reference))
    }

    func set(_ local: UInt32, _ value: WasmExpression) -> WasmExpression {
        made(BinaryenLocalSet(reference, local, value.reference))
    }

    func tee(_ local: UInt32, _ value: WasmExpression, _ type: WasmType) -> WasmExpression {
        made(BinaryenLocalTee(reference, local, value.reference, type.reference))
    }

    func drop(_ value: WasmExpression) -> WasmExpression { made(BinaryenDrop(reference, value.reference)) }

    func tuple(_ elements: [WasmExpression]) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = elements.map(\.reference)
        return made(BinaryenTupleMake(reference, &references, UInt32(references.count)))
    }

    func element(_ index: Int, of tuple: WasmExpression) -> WasmExpression {
        made(BinaryenTupleExtract(reference, tuple.reference, UInt32(index)))
    }

    // MARK: Memory

    /// Loads `bytes` bytes at `address` + `offset`, with zeros above them.
    func load(_ type: WasmType, bytes: Int, _ address: WasmExpression, offset: UInt32) -> WasmExpression {
        made(
            BinaryenLoad(
                reference, UInt32(bytes), false, offset, 0, type.reference, address.reference,
                WasmModule.memoryName))
    }

    /// Stores the low `bytes` bytes of `value`.
    func store(
        _ type: WasmType, bytes: Int, _ address: WasmExpression, offset: UInt32, _ value: WasmExpression
    ) -> WasmExpression {
        made(
            BinaryenStore(
                reference, UInt32(bytes), offset, 0, address.reference, value.reference, type.reference,
                WasmModule.memoryName))
    }

    // MARK: Control

    /// Statements in order; a `name` can be left by `branch`.
    func block(_ statements: [WasmExpression], name: String? = nil) -> WasmExpression {
        if name == nil, statements.count == 1 { return statements[0] }
        var references: [BinaryenExpressionRef?] = statements.map(\.reference)
        return made(
            BinaryenBlock(reference, name, &references, UInt32(references.count), BinaryenTypeNone()))
    }

    /// Statements and then a value.
    func block(_ statements: [WasmExpression], value: WasmExpression, _ type: WasmType) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = statements.map(\.reference) + [value.reference]
        return made(
            BinaryenBlock(reference, nil, &references, UInt32(references.count), type.reference))
    }

    /// Starts again where something inside branches to `name`.
    func loop(_ name: String, _ body: WasmExpression) -> WasmExpression {
        made(BinaryenLoop(reference, name, body.reference))
    }

    func conditional(_ condition: WasmExpression, _ yes: WasmExpression, _ no: WasmExpression? = nil) -> WasmExpression
    {
        made(BinaryenIf(reference, condition.reference, yes.reference, no?.reference))
    }

    func branch(_ name: String, if condition: WasmExpression? = nil) -> WasmExpression {
        made(BinaryenBreak(reference, name, condition?.reference, nil))
    }

    /// Branches to the name number `index`, or to `otherwise` when there is none.
    func branch(_ names: [String], _ otherwise: String, _ index: WasmExpression) -> WasmExpression {
        withCStrings(names) { pointers in
            made(
                BinaryenSwitch(reference, &pointers, UInt32(names.count), otherwise, index.reference, nil))
        }
    }

    func leave(_ value: WasmExpression?) -> WasmExpression {
        made(BinaryenReturn(reference, value?.reference))
    }

    func unreachable() -> WasmExpression { made(BinaryenUnreachable(reference)) }

    // MARK: Calls

    /// Calls a function; `isTail`: in place of the function that calls.
    func call(
        _ name: String, _ arguments: [WasmExpression], _ results: WasmType, isTail: Bool = false
    ) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = arguments.map(\.reference)
        let count = UInt32(references.count)
        let call = isTail ? BinaryenReturnCall : BinaryenCall
        return made(call(reference, name, &references, count, results.reference))
    }

    /// Calls the function at place `index` of the table; evaluated behind the arguments.
    func call(
        at index: WasmExpression, _ arguments: [WasmExpression], _ parameters: WasmType, _ results: WasmType,
        isTail: Bool = false
    ) -> WasmExpression {
        var references: [BinaryenExpressionRef?] = arguments.map(\.reference)
        let count = UInt32(references.count)
        let call = isTail ? BinaryenReturnCallIndirect : BinaryenCallIndirect
        return made(
            call(
                reference, WasmModule.tableName, index.reference, &references, count, parameters.reference,
                results.reference))
    }
}
