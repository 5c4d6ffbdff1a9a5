// Names and literals as text, in the one form that the printer has for each.

import Support

enum StasmText {
    /// A name, in quotes unless it is a plain word that means nothing else.
    static func name(_ name: String, not reserved: Set<String> = []) -> String {
        StasmScanner.isWord(name) && !reserved.contains(name) ? name : quoted(Array(name.utf8))
    }

    static func selector(_ selector: [UInt8]) -> String {
        StasmScanner.isBare(selector) ? String(decoding: selector, as: UTF8.self) : quoted(selector)
    }

    /// A text in quotes: what is no UTF-8, or no character that shows, as an escape.
    static func quoted(_ bytes: [UInt8]) -> String {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        var text: [UInt8] = [UInt8(ascii: "'")]
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "'"): text += [byte, byte]
            case UInt8(ascii: "\\"): text += [byte, byte]
            case 10: text += Array("\\n".utf8)
            case 13: text += Array("\\r".utf8)
            case 9: text += Array("\\t".utf8)
            case 0..<32, 127: text += Array("\\x\(Hexadecimal.text([byte]))".utf8)
            case 32..<127: text.append(byte)
            default:
                if isText { text.append(byte) } else { text += Array("\\x\(Hexadecimal.text([byte]))".utf8) }
            }
        }
        return String(decoding: text + [UInt8(ascii: "'")], as: UTF8.self)
    }

    static func literal(_ literal: StasmLiteral) -> String {
        switch literal {
        case .nil: "nil"
        case .true: "true"
        case .false: "false"
        case .integer(let value): value.decimal
        case .float(let bits): float(Double(bitPattern: bits))
        case .character(let code):
            (33..<127).contains(code) ? "$" + String(UnicodeScalar(UInt8(code))) : "char \(code)"
        case .string(let bytes): quoted(bytes)
        case .symbol(let bytes): "#" + selector(bytes)
        case .array(let elements): "#(" + elements.map { self.literal($0) }.joined(separator: " ") + ")"
        case .byteArray(let bytes): "#[" + bytes.map { String($0) }.joined(separator: " ") + "]"
        case .binding(let key): "{\(name(key, not: ["nil"]))}"
        case .classBinding(let className, let isMeta): "{nil -> \(name(className))\(isMeta ? " class" : "")}"
        case .object(let className, let number): "object \(name(className)) \(number)"
        }
    }

    private static func float(_ value: Double) -> String {
        guard value.isFinite else { return "float \(Hexadecimal.digits(value.bitPattern, width: 16))" }
        let parts = value.description.split(separator: "e")
        let digits = parts[0].contains(".") ? String(parts[0]) : parts[0] + ".0"
        guard parts.count > 1 else { return digits }
        return digits + "e" + parts[1].drop { $0 == "+" }.description
    }
}
