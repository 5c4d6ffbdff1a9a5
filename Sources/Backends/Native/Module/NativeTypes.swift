// The IR's types as LLVM's.

import IR

/// Says which type of LLVM's stands for each of the IR's.
struct NativeTypes {
    /// What a pointer is: LLVM's own in the host's memory, a number in a memory of declared size.
    let pointer: LLVMType
    private let types: LLVMTypes

    init(_ types: LLVMTypes, _ memory: MemoryModel) {
        self.types = types
        pointer = memory.size == 0 ? types.pointer : types.integer(memory.pointerBytes * 8)
    }

    /// Requires: `type` is one of the capabilities'.
    func lower(_ type: Type) -> LLVMType {
        switch type.kind {
        case .i1: types.i1
        case .i8: types.i8
        case .i16: types.i16
        case .i32: types.i32
        case .i64: types.i64
        case .f32: types.f32
        case .f64: types.f64
        case .ptr: pointer
        case .any, .ref: types.i64
        case .f16: preconditionFailure("NativeTypes: the module was checked for types without a native form")
        }
    }
}
