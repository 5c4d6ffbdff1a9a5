// LLVM's handles as values of their own types, so that a type is never passed for a block. They are owned by the
// session that made them and live as long as it.

import CLLVM

/// A type of LLVM's.
struct LLVMType: Equatable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
}

extension LLVMType {
    var isInteger: Bool { LLVMGetTypeKind(handle) == LLVMIntegerTypeKind }
    /// The width of an integer type in bits.
    var integerBits: Int { Int(LLVMGetIntTypeWidth(handle)) }
}

/// A value of LLVM's: a constant, a global, a function, a parameter or what an instruction computes.
struct LLVMValue: Equatable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    var type: LLVMType { LLVMType(LLVMTypeOf(handle)) }

    /// The bits of an integer constant of at most 64 bits; nil for everything else.
    var constantBits: UInt64? { LLVMIsAConstantInt(handle) == nil ? nil : LLVMConstIntGetZExtValue(handle) }
}

/// A basic block of LLVM's.
struct LLVMBlock: Equatable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
}

/// A node of LLVM's metadata: here always debug information.
struct LLVMMetadata: Equatable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
}

/// An attribute of a function, a parameter or a call.
struct LLVMAttribute: Equatable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
}

/// Handles as the C API takes lists of them.
func withHandles<Result>(
    _ values: [LLVMValue], _ body: (UnsafeMutablePointer<OpaquePointer?>?, UInt32) -> Result
) -> Result {
    var handles = values.map { Optional($0.handle) }
    return handles.withUnsafeMutableBufferPointer { body($0.baseAddress, UInt32($0.count)) }
}

/// Handles as the C API takes lists of them.
func withHandles<Result>(
    _ types: [LLVMType], _ body: (UnsafeMutablePointer<OpaquePointer?>?, UInt32) -> Result
) -> Result {
    var handles = types.map { Optional($0.handle) }
    return handles.withUnsafeMutableBufferPointer { body($0.baseAddress, UInt32($0.count)) }
}

/// The text that LLVM hands over, which is freed here.
func takeMessage(_ message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message else { return "" }
    defer { LLVMDisposeMessage(message) }
    return String(cString: message)
}
