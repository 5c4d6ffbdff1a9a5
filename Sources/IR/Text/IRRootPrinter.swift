// The roots in the text form; IRRootParser reads them.

import Support

extension IRPrinter {
    mutating func printRoot(_ root: Root) {
        text += "root @\(symbol(root.name))"
        if root.isConstant { text += " constant" }
        switch root.value {
        case .null: break
        case .integer(let integer): text += " = int \(integer)"
        case .float(let bits): text += " = float \(hex(bits))"
        case .bytes(let bytes): text += " = bytes hex \"\(Hexadecimal.text(bytes))\""
        case .object(let layout, let fields):
            let isKnown = module.layouts.contains(layout)
            let types = isKnown ? module.layouts[layout].fields.map(\.type) : []
            let elements = isKnown ? module.layouts[layout].elements : nil
            let bytes = elements == .i8 ? fields.dropFirst(types.count).compactMap(\.byte) : []
            let values = fields.dropLast(bytes.count).enumerated().map { index, field in
                switch field {
                case .root(let root): name(root)
                case .bits(let bits):
                    (index < types.count ? types[index] : elements).map { constant(bits, $0) } ?? hex(bits)
                }
            }
            let sigil = isKnown ? "$\(symbol(module.layouts[layout].name))" : "$!\(layout.rawValue)"
            text += " = \(sigil)(\(values.joined(separator: ", ")))"
            if !bytes.isEmpty { text += " hex \"\(Hexadecimal.text(bytes))\"" }
        case .closure(let function, let captured): text += " = closure \(name(function))\(list(captured))"
        case .array(let elements): text += " = array\(list(elements))"
        case .same(let root): text += " = \(name(root))"
        }
        text += "\n"
    }

    private func list(_ roots: [RootID]) -> String { "(" + roots.map(name).joined(separator: ", ") + ")" }
}

extension RootField {
    fileprivate var byte: UInt8? {
        switch self {
        case .root: nil
        case .bits(let bits): UInt8(exactly: bits)
        }
    }
}
