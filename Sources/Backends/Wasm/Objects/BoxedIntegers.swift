// Integers as dynamic values: an i31 where the integer fits into 31 bits, else an object that holds it. The functions
// here do that for any integer; code that shall be fast does the small ones itself.

import CBinaryen
import IR

enum BoxedIntegers {
    /// (i64) -> reference.
    static let box = "hub.box"
    /// (eqref) -> i64; traps when there is no integer.
    static let unbox = "hub.unbox"
    /// (eqref) -> i32, whether it is an integer.
    static let isInteger = "hub.is_integer"
    /// (eqref, lowest: i64, span: i64) -> i32, whether it is an integer from `lowest` to `lowest` + `span`.
    static let isWithin = "hub.is_within"

    static let names = [box, unbox, isInteger, isWithin]

    /// The integers in an i31 go from `-half` to `half - 1`.
    static let half: Int64 = 1 << 30

    static func isSmall(_ integer: Int64) -> Bool { -half <= integer && integer < half }

    /// `object` is the type of integers that are not small.
    static func addFunctions(_ wasm: WasmModule, _ object: WasmHeapType) {
        let (any, none) = (WasmType.eqref, [WasmType]())
        func argument() -> WasmExpression { wasm.get(0, any) }
        func integer() -> WasmExpression { wasm.get(0, .i64) }
        let boxed = wasm.conditional(
            isSmall(integer(), wasm), small(integer(), wasm), wasm.structure(object, [integer()]))
        _ = wasm.define(box, parameters: .i64, results: any, variables: none, body: boxed)
        let unboxed = wasm.conditional(
            wasm.test(argument(), .i31), value(small: argument(), wasm),
            wasm.field(0, of: wasm.cast(argument(), object), .i64))
        _ = wasm.define(unbox, parameters: any, results: .i64, variables: none, body: unboxed)
        let isOne = wasm.binary(BinaryenOrInt32(), wasm.test(argument(), .i31), wasm.test(argument(), object))
        _ = wasm.define(isInteger, parameters: any, results: .i32, variables: none, body: isOne)
        let distance = wasm.binary(BinaryenSubInt64(), wasm.call(unbox, [argument()], .i64), wasm.get(1, .i64))
        let isNear = wasm.conditional(
            wasm.call(isInteger, [argument()], .i32), wasm.binary(BinaryenLeUInt64(), distance, wasm.get(2, .i64)),
            wasm.constant(Int32(0)))
        _ = wasm.define(
            isWithin, parameters: WasmType([any, .i64, .i64]), results: .i32, variables: none, body: isNear)
    }

    /// Whether an i64 fits into an i31.
    static func isSmall(_ integer: WasmExpression, _ wasm: WasmModule) -> WasmExpression {
        let shifted = wasm.binary(BinaryenAddInt64(), integer, wasm.constant(half))
        return wasm.binary(BinaryenLtUInt64(), shifted, wasm.constant(half * 2))
    }

    /// An i64 that fits into an i31 as one.
    static func small(_ integer: WasmExpression, _ wasm: WasmModule) -> WasmExpression {
        wasm.small(wasm.unary(BinaryenWrapInt64(), integer))
    }

    /// The i64 in an i31.
    static func value(small value: WasmExpression, _ wasm: WasmModule) -> WasmExpression {
        wasm.unary(BinaryenExtendSInt32(), wasm.integer(small: value))
    }

    /// The integers of `type`: the lowest one, and the distance to the highest; nil when every i64 is one.
    static func range(_ type: Type) -> (lowest: Int64, span: Int64)? {
        guard let bits = type.bits, bits < 64 else { return nil }
        return type == .i1 ? (0, 1) : (-(1 << Int64(bits - 1)), (1 << Int64(bits)) - 1)
    }
}
