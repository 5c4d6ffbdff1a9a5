// Reads LLVM's debug information. Where the C API has no question, the operands of a node answer, and where there is
// none, the node's text.

import CLLVM

/// A node of debug information.
struct DebugNode: Hashable {
    let metadata: LLVMMetadata
    let context: OpaquePointer

    init(_ metadata: LLVMMetadata, _ context: OpaquePointer) {
        self.metadata = metadata
        self.context = context
    }

    private static let lexicalBlock: LLVMMetadataKind = 18
    private static let lexicalBlockFile: LLVMMetadataKind = 19
    private static let subprogram: LLVMMetadataKind = 17

    private var value: OpaquePointer? { LLVMMetadataAsValue(context, metadata.handle) }

    /// DW_TAG_….
    var tag: UInt16 { LLVMGetDINodeTag(metadata.handle) }
    /// Of a type, in bytes.
    var size: UInt64 { bitSize / 8 }
    /// Of a type or a member, in bits.
    var bitSize: UInt64 { LLVMDITypeGetSizeInBits(metadata.handle) }
    /// Of a member, in bits from the start of the whole.
    var bitOffset: UInt64 { LLVMDITypeGetOffsetInBits(metadata.handle) }
    /// Of a member.
    var isBitField: Bool { LLVMDITypeGetFlags(metadata.handle).rawValue & LLVMDIFlagBitField.rawValue != 0 }

    /// The operands, as values that hold metadata; nil for those that are absent.
    private var operands: [OpaquePointer?] {
        guard let value else { return [] }
        let count = Int(LLVMGetMDNodeNumOperands(value))
        var operands = [OpaquePointer?](repeating: nil, count: count)
        LLVMGetMDNodeOperands(value, &operands)
        return operands
    }

    /// Operand `index` as a node.
    func node(_ index: Int) -> DebugNode? {
        let operands = operands
        guard index < operands.count, let operand = operands[index] else { return nil }
        return DebugNode(LLVMMetadata(LLVMValueAsMetadata(operand)), context)
    }

    /// All operands that are nodes.
    var nodes: [DebugNode] { optionalNodes.compactMap { $0 } }

    /// The operands as nodes, nil for those that are absent.
    var optionalNodes: [DebugNode?] {
        operands.map { $0.map { DebugNode(LLVMMetadata(LLVMValueAsMetadata($0)), context) } }
    }

    /// Operand `index` as text; empty when there is none.
    func string(_ index: Int) -> String {
        let operands = operands
        guard index < operands.count, let operand = operands[index] else { return "" }
        var length: UInt32 = 0
        guard let text = LLVMGetMDString(operand, &length) else { return "" }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }

    /// The word behind `key: ` in the node's text.
    func word(_ key: String) -> String? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "(" || $0 == ")" }
        guard let place = words.firstIndex(of: Substring(key + ":")), place + 1 < words.count else { return nil }
        return String(words[place + 1])
    }

    /// As LLVM writes it.
    var text: String { takeMessage(value.flatMap { LLVMPrintValueToString($0) }) }

    /// The name of the function that a scope lies in.
    var functionName: String? {
        var scope = self
        while true {
            let kind = LLVMGetMetadataKind(scope.metadata.handle)
            // DISubprogram: file, scope, name, … DILexicalBlock, DILexicalBlockFile: file, scope.
            if kind == Self.subprogram { return scope.string(2) }
            guard kind == Self.lexicalBlock || kind == Self.lexicalBlockFile, let outer = scope.node(1) else {
                return nil
            }
            scope = outer
        }
    }
}
