// Reads LLVM's debug information where the C API has no question for it: through the operands of the nodes.

import CLLVM

enum DebugReader {
    private static let lexicalBlock: LLVMMetadataKind = 18
    private static let lexicalBlockFile: LLVMMetadataKind = 19
    private static let subprogram: LLVMMetadataKind = 17

    /// The name of the function that `scope` lies in.
    static func functionName(of scope: LLVMMetadata, _ context: OpaquePointer) -> String? {
        var scope = scope
        while true {
            let kind = LLVMGetMetadataKind(scope.handle)
            let operands = self.operands(of: scope, context)
            if kind == subprogram {
                // DISubprogram: file, scope, name, linkage name, type, …
                return operands.count > 2 ? string(operands[2]) : nil
            }
            // DILexicalBlock, DILexicalBlockFile: file, scope.
            guard kind == lexicalBlock || kind == lexicalBlockFile, operands.count > 1, let outer = operands[1] else {
                return nil
            }
            scope = LLVMMetadata(LLVMValueAsMetadata(outer))
        }
    }

    /// The operands of a node, as values that hold metadata; nil for those that are absent.
    private static func operands(of node: LLVMMetadata, _ context: OpaquePointer) -> [OpaquePointer?] {
        guard let value = LLVMMetadataAsValue(context, node.handle) else { return [] }
        let count = Int(LLVMGetMDNodeNumOperands(value))
        var operands = [OpaquePointer?](repeating: nil, count: count)
        LLVMGetMDNodeOperands(value, &operands)
        return operands
    }

    private static func string(_ value: OpaquePointer?) -> String? {
        guard let value else { return nil }
        var length: UInt32 = 0
        guard let text = LLVMGetMDString(value, &length) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }
}
