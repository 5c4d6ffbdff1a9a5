// The code of an image's methods.

import Support

extension SmalltalkImage {
    /// What runs when a method is called and its primitive fails; nil for methods whose primitive is all there is.
    /// `withBlocks`: as it is compiled, with the code of blocks that are literals, and arrays in braces as such.
    package func methodCode(_ id: MethodID, withBlocks: Bool = false) throws(MethodFault) -> MethodCode? {
        let method = methods[id]
        // In V3 images these have no code; in Spur images they have, which does the same.
        if header.format.memory == .v3, method.header.isQuick { return nil }
        var integers: [Int: Int64] = [:]
        for index in 0..<method.header.literalCount {
            if case .integer(let value) = literal(id, index) { integers[index] = value }
        }
        guard withBlocks else { return try MethodCode(code(id), method.header, selectors, integers: integers) }
        return try MethodCode(
            code(id), method.header, selectors, integers: integers,
            block: { holder, index in literalBlock(holder ?? method.object, index) },
            takesStack: { variable, selector in
                literalText(literal(id, selector)) == "fromBraceStack:" && isArrayClass(literal(id, variable))
            })
    }

    /// Whether a literal is the variable that holds Array.
    private func isArrayClass(_ variable: ImageValue?) -> Bool {
        guard case .object(let binding) = variable, memory.slotCount(binding) > 1 else { return false }
        return memory.object(binding, 1) == memory.object(special, 7)
    }

    /// The code of a block that is a literal of a method or block.
    private func literalBlock(_ holder: ObjectID, _ index: Int) -> LiteralBlock? {
        guard case .object(let block) = memory.slot(holder, index + 1), memory.objects[block].shape == .method,
            case .integer(let word) = memory.slot(block, 0)
        else { return nil }
        let code = memory.bytes(block)
        let header = MethodHeader(word, self.header.format.memory, code)
        guard header.literalCount < memory.slotCount(block) else { return nil }
        return LiteralBlock(object: block, header: header, code: code)
    }

    /// A literal of an instruction of a method.
    package func literal(_ method: MethodID, _ code: MethodCode, _ index: Int) -> ImageValue? {
        guard let holder = code.holder(index) else { return literal(method, index) }
        return memory.slot(holder, MethodCode.place(index) + 1)
    }

    /// What the names in a method's instructions are.
    package func names(_ id: MethodID) -> InstructionText.Names {
        InstructionText.Names(
            selector: { index in literalText(literal(id, index)) }, special: selectors,
            blockArguments: { index in
                guard case .object(let block) = literal(id, index), case .integer(let header) = memory.slot(block, 0)
                else {
                    return nil
                }
                return Int(header >> 24 & 15)
            })
    }

    private func literalText(_ value: ImageValue?) -> String {
        guard case .object(let object) = value else { return "?" }
        return memory.text(object) ?? "?"
    }

    /// 'Class>>selector'.
    package func name(_ id: MethodID) -> String { "\(classes[methods[id].classID].name)>>\(methods[id].selector)" }
}
