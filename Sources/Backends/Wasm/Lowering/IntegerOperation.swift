// The operations of WebAssembly that come once for i32 and once for i64.

import CBinaryen
import IR

/// An operation on integers.
struct IntegerOperation {
    private let word: WasmOperation
    private let long: WasmOperation

    private init(_ word: WasmOperation, _ long: WasmOperation) {
        self.word = word
        self.long = long
    }

    /// The operation on what holds values of the integer `type`.
    func callAsFunction(_ type: Type) -> WasmOperation { type == .i64 ? long : word }

    static var add: IntegerOperation { IntegerOperation(BinaryenAddInt32(), BinaryenAddInt64()) }
    static var sub: IntegerOperation { IntegerOperation(BinaryenSubInt32(), BinaryenSubInt64()) }
    static var mul: IntegerOperation { IntegerOperation(BinaryenMulInt32(), BinaryenMulInt64()) }
    static var and: IntegerOperation { IntegerOperation(BinaryenAndInt32(), BinaryenAndInt64()) }
    static var or: IntegerOperation { IntegerOperation(BinaryenOrInt32(), BinaryenOrInt64()) }
    static var xor: IntegerOperation { IntegerOperation(BinaryenXorInt32(), BinaryenXorInt64()) }
    static var shl: IntegerOperation { IntegerOperation(BinaryenShlInt32(), BinaryenShlInt64()) }
    static var lshr: IntegerOperation { IntegerOperation(BinaryenShrUInt32(), BinaryenShrUInt64()) }
    static var ashr: IntegerOperation { IntegerOperation(BinaryenShrSInt32(), BinaryenShrSInt64()) }
    static var rotl: IntegerOperation { IntegerOperation(BinaryenRotLInt32(), BinaryenRotLInt64()) }
    static var sdiv: IntegerOperation { IntegerOperation(BinaryenDivSInt32(), BinaryenDivSInt64()) }
    static var udiv: IntegerOperation { IntegerOperation(BinaryenDivUInt32(), BinaryenDivUInt64()) }
    static var srem: IntegerOperation { IntegerOperation(BinaryenRemSInt32(), BinaryenRemSInt64()) }
    static var urem: IntegerOperation { IntegerOperation(BinaryenRemUInt32(), BinaryenRemUInt64()) }
    static var clz: IntegerOperation { IntegerOperation(BinaryenClzInt32(), BinaryenClzInt64()) }
    static var ctz: IntegerOperation { IntegerOperation(BinaryenCtzInt32(), BinaryenCtzInt64()) }
    static var popcnt: IntegerOperation { IntegerOperation(BinaryenPopcntInt32(), BinaryenPopcntInt64()) }
    static var eqz: IntegerOperation { IntegerOperation(BinaryenEqZInt32(), BinaryenEqZInt64()) }

    static func comparison(_ condition: IntegerCondition) -> IntegerOperation {
        switch condition {
        case .eq: IntegerOperation(BinaryenEqInt32(), BinaryenEqInt64())
        case .ne: IntegerOperation(BinaryenNeInt32(), BinaryenNeInt64())
        case .slt: IntegerOperation(BinaryenLtSInt32(), BinaryenLtSInt64())
        case .sle: IntegerOperation(BinaryenLeSInt32(), BinaryenLeSInt64())
        case .sgt: IntegerOperation(BinaryenGtSInt32(), BinaryenGtSInt64())
        case .sge: IntegerOperation(BinaryenGeSInt32(), BinaryenGeSInt64())
        case .ult: IntegerOperation(BinaryenLtUInt32(), BinaryenLtUInt64())
        case .ule: IntegerOperation(BinaryenLeUInt32(), BinaryenLeUInt64())
        case .ugt: IntegerOperation(BinaryenGtUInt32(), BinaryenGtUInt64())
        case .uge: IntegerOperation(BinaryenGeUInt32(), BinaryenGeUInt64())
        }
    }
}
