// The code of an image's methods.

import Support

extension SmalltalkImage {
    /// What runs when a method is called and its primitive fails; nil for methods whose primitive is all there is.
    package func methodCode(_ id: MethodID) throws(MethodFault) -> MethodCode? {
        let method = methods[id]
        // In V3 images these have no code; in Spur images they have, which does the same.
        if header.format.memory == .v3, method.header.isQuick { return nil }
        var integers: [Int: Int64] = [:]
        for index in 0..<method.header.literalCount {
            if case .integer(let value) = literal(id, index) { integers[index] = value }
        }
        return try MethodCode(code(id), method.header, selectors, integers: integers)
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
