// The types of source variables and what globals and functions are in the source.

import CLLVM
import IR

/// DW_TAG_… of types.
private enum Tag {
    static let array: UInt16 = 0x01
    static let enumeration: UInt16 = 0x04
    static let pointer: UInt16 = 0x0F
    static let structure: UInt16 = 0x13
    static let alias: UInt16 = 0x16
    static let function: UInt16 = 0x15
    static let union: UInt16 = 0x17
    static let base: UInt16 = 0x24
    static let const: UInt16 = 0x26
    static let volatile: UInt16 = 0x35
    static let restrict: UInt16 = 0x37
    static let atomic: UInt16 = 0x47
    static let member: UInt16 = 0x0D
}

extension ModuleLowering {
    /// The type that a node describes; nil is void.
    mutating func debugType(_ node: DebugNode?) -> DebugTypeID {
        guard let node else { return opaqueType("void") }
        if let known = debugTypes[node] { return known }
        // DIType: file, scope, name, size, offset; then the type it is made of; then its elements.
        let base = node.node(5)
        let id = module.debugTypes.append(.opaque(name: node.string(2)))
        debugTypes[node] = id
        module.debugTypes[id] = describe(node, base)
        return id
    }

    private mutating func describe(_ node: DebugNode, _ base: DebugNode?) -> DebugType {
        let name = node.string(2)
        let size = UInt32(truncatingIfNeeded: node.size)
        switch node.tag {
        case Tag.base: return .scalar(name: name, size: size, encoding(node.word("encoding") ?? ""))
        case Tag.pointer: return .pointer(to: base.map { debugType($0) }, size: size)
        case Tag.alias: return .alias(name: name, debugType(base))
        case Tag.structure: return .structure(name: name, size: size, members: members(node))
        case Tag.union: return .union(name: name, size: size, members: members(node))
        case Tag.enumeration: return .enumeration(name: name, size: size, enumerators: enumerators(node))
        case Tag.array: return array(node, base)
        case Tag.const: return .qualified(.const, debugType(base))
        case Tag.volatile: return .qualified(.volatile, debugType(base))
        case Tag.restrict: return .qualified(.restrict, debugType(base))
        case Tag.atomic: return .qualified(.atomic, debugType(base))
        case Tag.function: return function(base)
        default: return .opaque(name: name)
        }
    }

    private func encoding(_ word: String) -> DebugEncoding {
        switch word {
        case "DW_ATE_signed": .signed
        case "DW_ATE_float": .float
        case "DW_ATE_boolean": .boolean
        case "DW_ATE_signed_char": .character
        case "DW_ATE_unsigned_char", "DW_ATE_UTF": .unsignedCharacter
        default: .unsigned
        }
    }

    private mutating func members(_ node: DebugNode) -> [DebugMember] {
        var members: [DebugMember] = []
        for member in node.node(6)?.nodes ?? [] where member.tag == Tag.member {
            let (offset, width) = (member.bitOffset, member.bitSize)
            let bits = DebugBitField(
                first: UInt32(truncatingIfNeeded: offset % 8), count: UInt32(truncatingIfNeeded: width))
            members.append(
                DebugMember(
                    name: member.string(2), type: debugType(member.node(5)),
                    offset: UInt32(truncatingIfNeeded: offset / 8), bits: member.isBitField ? bits : nil))
        }
        return members
    }

    private func enumerators(_ node: DebugNode) -> [DebugEnumerator] {
        (node.node(6)?.nodes ?? []).map { entry in
            // DIEnumerator: name.
            DebugEnumerator(name: entry.string(0), value: entry.word("value").flatMap { Int64($0) } ?? 0)
        }
    }

    /// `types`: of the result, nothing for none, then of the parameters; nothing at the end stands for any more.
    private mutating func function(_ types: DebugNode?) -> DebugType {
        let types = types?.optionalNodes ?? []
        let isVariadic = types.count > 1 && types.last.map { $0 == nil } == true
        let parameters = types.dropFirst().compactMap { $0 }.map { debugType($0) }
        return .function(
            result: types.first.flatMap { $0 }.map { debugType($0) }, parameters: parameters, isVariadic: isVariadic)
    }

    /// Arrays of arrays are one node with a range for each dimension, the outer one first.
    private mutating func array(_ node: DebugNode, _ base: DebugNode?) -> DebugType {
        let counts = (node.node(6)?.nodes ?? []).map { range in
            range.word("count").flatMap { Int64($0) }.map { UInt32(truncatingIfNeeded: max($0, 0)) } ?? 0
        }
        var element = debugType(base)
        for count in counts.dropFirst().reversed() {
            element = module.debugTypes.append(.array(of: element, count: count))
        }
        return .array(of: element, count: counts.first ?? 0)
    }

    private mutating func opaqueType(_ name: String) -> DebugTypeID {
        if let known = voidType { return known }
        let id = module.debugTypes.append(.opaque(name: name))
        voidType = id
        return id
    }

    // Declarations.

    /// What a function is in the source.
    mutating func declaration(_ function: LLVMValue) -> DebugDeclaration? {
        guard let program = LLVMGetSubprogram(function.handle) else { return nil }
        let node = DebugNode(LLVMMetadata(program), self.program.context)
        guard let file = node.metadata.fileName else { return nil }
        // DISubprogram: file, scope, name, linkage name, type, whose types are left out where there are only line tables.
        let type = node.node(4).flatMap { $0.node(5)?.optionalNodes.isEmpty == false ? $0 : nil }
        return DebugDeclaration(
            name: node.string(2), type: type.map { debugType($0) }, file: fileNumber(file),
            line: LLVMDISubprogramGetLine(program))
    }

    /// What a global is in the source.
    mutating func globalDeclaration(_ global: LLVMValue) -> DebugDeclaration? {
        var count = 0
        guard let entries = LLVMGlobalCopyAllMetadata(global.handle, &count) else { return nil }
        defer { LLVMDisposeValueMetadataEntries(entries) }
        for index in 0..<UInt32(count) where LLVMValueMetadataEntriesGetKind(entries, index) == 0 {
            guard let handle = LLVMValueMetadataEntriesGetMetadata(entries, index) else { continue }
            // DIGlobalVariableExpression: variable. DIVariable: scope, name, file, type.
            let expression = DebugNode(LLVMMetadata(handle), program.context)
            guard let variable = expression.node(0), let file = variable.fileName else { continue }
            return DebugDeclaration(
                name: variable.string(1), type: debugType(variable.node(3)), file: fileNumber(file),
                line: LLVMDIVariableGetLine(variable.metadata.handle))
        }
        return nil
    }
}

extension DebugNode {
    /// The file that a variable is declared in.
    var fileName: String? {
        guard let file = LLVMDIVariableGetFile(metadata.handle) else { return nil }
        var length: UInt32 = 0
        guard let text = LLVMDIFileGetFilename(file, &length) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }
}
