// The operations on dynamic values: the functions of Runtime/core/hub_core.h, which come as bitcode and become part of
// the module before LLVM optimises it.

import CLLVM
import IR

/// The functions of `hub_core.h` that lowering calls.
enum CoreOperation: String, CaseIterable {
    case isInt = "hub_is_int"
    case isNil = "hub_is_nil"
    case isSame = "hub_is_same"
    case isKind = "hub_is"
    case isPair = "hub_is_pair"
    case isPairChild = "hub_is_pair_child"
    case isI64 = "hub_is_i64"
    case isNarrow = "hub_is_narrow"
    case isI1 = "hub_is_i1"
    case small = "hub_small"
    case box = "hub_box"
    case unbox = "hub_unbox"
    case boxI64 = "hub_box_i64"
    case unboxI64 = "hub_unbox_i64"
    case unboxNarrow = "hub_unbox_narrow"
    case unboxI1 = "hub_unbox_i1"
    case newRecord = "hub_new_record"
    case newPair = "hub_new_pair"
    case setNew = "hub_set_new"
    case getField = "hub_get_field"
    case setField = "hub_set_field"
    case setScalar = "hub_set_scalar"
    case getPair = "hub_get_pair"
    case setPair = "hub_set_pair"
    case newCell = "hub_new_cell"
    case getCell = "hub_get_cell"
    case setCell = "hub_set_cell"
    case newClosure = "hub_new_closure"
    case code = "hub_code"
    case captured = "hub_captured"
    case newBytes = "hub_new_bytes"
    case bytesLength = "hub_bytes_length"
    case getByte = "hub_get_byte"
    case setByte = "hub_set_byte"
    case newArray = "hub_new_array"
    case arrayLength = "hub_array_length"
    case getElement = "hub_get_element"
    case setElement = "hub_set_element"
}

/// The operations as functions of a module.
struct CoreFunctions {
    private var functions: [CoreOperation: LLVMValue] = [:]

    /// Takes the operations into the module of `session`. Requires: what the runtime exports is declared in it; the
    /// bitcode is that of scripts/build-core.
    init(_ bitcode: [UInt8], _ session: LLVMSession, _ marks: FunctionMarks) {
        let names = session.link(bitcode) { function in
            // The machine of the module counts, and callers do not prepare narrow arguments.
            for key in ["target-cpu", "target-features", "tune-cpu", "no-builtins"] { function.removeAttribute(key) }
            let count = Int(LLVMCountParams(function.handle))
            for index in 0..<count { function.removeAttribute("zeroext", at: index + 1) }
        }
        for name in names {
            guard let function = session.function(named: name) else { continue }
            function.setLinkage(LLVMInternalLinkage)
            marks.apply(to: function)
            if let operation = CoreOperation(rawValue: name) { functions[operation] = function }
        }
    }

    subscript(operation: CoreOperation) -> LLVMValue {
        guard let function = functions[operation] else {
            preconditionFailure("CoreFunctions: the bitcode has \(operation.rawValue)")
        }
        return function
    }
}
