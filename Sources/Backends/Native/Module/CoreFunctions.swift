// The operations on dynamic values: the functions of Runtime/core/hub_core.h, which come as bitcode and become part of
// the module before LLVM optimises it.

import BackendKit
import CLLVM
import IR

extension CoreOperation {
    /// Whether the code of the operation is no longer than its call.
    var isShort: Bool {
        switch self {
        case .isInt, .isNil, .isSame, .isPair, .isPairChild, .isI1, .small, .setNew, .captured, .isUnwinding: true
        case .isKind, .isI64, .isNarrow, .box, .unbox, .boxI64, .unboxI64, .unboxNarrow, .unboxI1, .newRecord,
            .newPair, .getField, .setField, .setScalar, .getPair, .setPair, .newCell, .getCell, .setCell, .newClosure,
            .code, .newBytes, .bytesLength, .getByte, .setByte, .copyBytes, .newArray, .arrayLength, .getElement,
            .setElement, .isBetween, .layoutOf, .closureArity, .newIndexedValues, .newIndexedScalars, .elementCount,
            .element, .knownElement, .setIndexed, .setKnown, .copyElements:
            false
        }
    }
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
