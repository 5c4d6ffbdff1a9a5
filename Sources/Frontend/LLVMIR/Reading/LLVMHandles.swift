// LLVM's handles as values with the questions that lowering asks of them. They are owned by the program that was read
// and live as long as it.

import CLLVM

/// A type of LLVM's.
struct LLVMType: Hashable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    var kind: LLVMTypeKind { LLVMGetTypeKind(handle) }
    /// Of an integer type, in bits.
    var integerBits: Int { Int(LLVMGetIntTypeWidth(handle)) }
    /// Of an array or a vector.
    var element: LLVMType { LLVMType(LLVMGetElementType(handle)) }
    /// How many elements an array has.
    var arrayCount: UInt64 { LLVMGetArrayLength2(handle) }
    /// How many elements a vector has.
    var vectorCount: Int { Int(LLVMGetVectorSize(handle)) }
    /// The types of the fields of a structure.
    var fields: [LLVMType] {
        (0..<LLVMCountStructElementTypes(handle)).map { LLVMType(LLVMStructGetTypeAtIndex(handle, $0)) }
    }
    /// As LLVM writes it.
    var text: String { takeMessage(LLVMPrintTypeToString(handle)) }

    // Of function types.
    var result: LLVMType { LLVMType(LLVMGetReturnType(handle)) }
    var isVariadic: Bool { LLVMIsFunctionVarArg(handle) != 0 }
    var parameters: [LLVMType] {
        let count = Int(LLVMCountParamTypes(handle))
        var types = [OpaquePointer?](repeating: nil, count: count)
        LLVMGetParamTypes(handle, &types)
        return types.compactMap { $0.map(LLVMType.init) }
    }
}

/// A value of LLVM's: a constant, a global, a function, a parameter or what an instruction computes.
struct LLVMValue: Hashable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    var type: LLVMType { LLVMType(LLVMTypeOf(handle)) }
    var kind: LLVMValueKind { LLVMGetValueKind(handle) }
    var name: String {
        var length = 0
        guard let text = LLVMGetValueName2(handle, &length) else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
    }
    /// As LLVM writes it.
    var text: String { takeMessage(LLVMPrintValueToString(handle)) }
    var operandCount: Int { Int(LLVMGetNumOperands(handle)) }
    func operand(_ index: Int) -> LLVMValue { LLVMValue(LLVMGetOperand(handle, UInt32(index))) }
    var operands: [LLVMValue] { (0..<operandCount).map(operand) }

    /// The bits of an integer constant of at most 64 bits; nil for everything else.
    var constantBits: UInt64? {
        LLVMIsAConstantInt(handle) == nil || type.integerBits > 64 ? nil : LLVMConstIntGetZExtValue(handle)
    }
    /// The element or field `index` of a constant aggregate.
    func element(_ index: Int) -> LLVMValue? { LLVMGetAggregateElement(handle, UInt32(index)).map(LLVMValue.init) }

    // Of instructions.
    var opcode: LLVMOpcode { LLVMGetInstructionOpcode(handle) }
    /// The indices of `extractvalue` and `insertvalue`.
    var indices: [Int] {
        guard let list = LLVMGetIndices(handle) else { return [] }
        return (0..<Int(LLVMGetNumIndices(handle))).map { Int(list[$0]) }
    }
    var successors: [LLVMBlock] {
        (0..<LLVMGetNumSuccessors(handle)).map { LLVMBlock(LLVMGetSuccessor(handle, $0)) }
    }
    var location: LLVMMetadata? { LLVMInstructionGetDebugLoc(handle).map(LLVMMetadata.init) }
    /// Of a load, a store or an atomic operation.
    var isVolatile: Bool { LLVMGetVolatile(handle) != 0 }
    /// Of a call of `llvm.memcpy`, `llvm.memmove` or `llvm.memset`: the last argument says so.
    var isVolatileIntrinsic: Bool { operand(3).constantBits == 1 }
    /// What a call calls.
    var callee: LLVMValue { LLVMValue(LLVMGetCalledValue(handle)) }
    var calledType: LLVMType { LLVMType(LLVMGetCalledFunctionType(handle)) }
    var argumentCount: Int { Int(LLVMGetNumArgOperands(handle)) }
    /// The edges of a phi.
    var incoming: [(block: LLVMBlock, value: LLVMValue)] {
        (0..<LLVMCountIncoming(handle)).map {
            (LLVMBlock(LLVMGetIncomingBlock(handle, $0)), LLVMValue(LLVMGetIncomingValue(handle, $0)))
        }
    }

    // Of globals and functions.
    var linkage: LLVMLinkage { LLVMGetLinkage(handle) }
    var isDeclaration: Bool { LLVMIsDeclaration(handle) != 0 }
    var section: String { LLVMGetSection(handle).map { String(cString: $0) } ?? "" }
    /// The type of a global's contents, or of a function.
    var contentType: LLVMType { LLVMType(LLVMGlobalGetValueType(handle)) }
    var initializer: LLVMValue? { LLVMGetInitializer(handle).map(LLVMValue.init) }
    var parameters: [LLVMValue] { (0..<LLVMCountParams(handle)).map { LLVMValue(LLVMGetParam(handle, $0)) } }
    /// The blocks of a function; the first is its entry.
    var blocks: [LLVMBlock] {
        var blocks: [LLVMBlock] = []
        var next = LLVMGetFirstBasicBlock(handle)
        while let block = next {
            blocks.append(LLVMBlock(block))
            next = LLVMGetNextBasicBlock(block)
        }
        return blocks
    }
}

/// A basic block of LLVM's.
struct LLVMBlock: Hashable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    var instructions: [LLVMValue] {
        var instructions: [LLVMValue] = []
        var next = LLVMGetFirstInstruction(handle)
        while let instruction = next {
            instructions.append(LLVMValue(instruction))
            next = LLVMGetNextInstruction(instruction)
        }
        return instructions
    }

    var terminator: LLVMValue? { LLVMGetBasicBlockTerminator(handle).map(LLVMValue.init) }
}

/// A node of LLVM's metadata: here always debug information.
struct LLVMMetadata: Hashable {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    // Of locations.
    var line: UInt32 { LLVMDILocationGetLine(handle) }
    var column: UInt32 { LLVMDILocationGetColumn(handle) }
    var scope: LLVMMetadata { LLVMMetadata(LLVMDILocationGetScope(handle)) }
    var inlinedAt: LLVMMetadata? { LLVMDILocationGetInlinedAt(handle).map(LLVMMetadata.init) }

    /// The name of the file of a scope, as the compiler was given it.
    var fileName: String? {
        guard let file = LLVMDIScopeGetFile(handle) else { return nil }
        var length: UInt32 = 0
        guard let text = LLVMDIFileGetFilename(file, &length) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }
}

/// The text that LLVM hands over, which is freed here.
func takeMessage(_ message: UnsafeMutablePointer<CChar>?) -> String {
    guard let message else { return "" }
    defer { LLVMDisposeMessage(message) }
    return String(cString: message)
}
