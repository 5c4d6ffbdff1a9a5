// Smalltalk assembly from its tree. A tree has one text; reading that text gives the tree again.

import Support

package struct StasmPrinter {
    private var text = ""

    package static func print(_ file: StasmFile) -> String {
        var printer = StasmPrinter()
        for item in file.items { printer.item(item) }
        return printer.text
    }

    private mutating func line(_ indent: Int, _ words: [String]) {
        text += String(repeating: " ", count: indent * 4)
        text += words.joined(separator: " ")
        text += "\n"
    }

    // MARK: Classes and globals

    static let reserved: Set<String> = [
        "instvars", "classvars", "classinstvars",
    ]

    private mutating func item(_ item: StasmItem) {
        switch item {
        case .classDefinition(let found):
            let parent = found.superclass.map { StasmText.name($0.text, not: ["nil"]) } ?? "nil"
            var words = ["class", StasmText.name(found.name.text), "super", parent]
            if let shape = found.shape { words.append(shape.rawValue) }
            let lists = [
                ("instvars", found.instanceVariables), ("classvars", found.classVariables),
                ("classinstvars", found.classInstanceVariables),
            ]
            for (word, names) in lists where !names.isEmpty {
                words.append(word)
                words += names.map { StasmText.name($0.text, not: Self.reserved) }
            }
            line(0, words)
        case .globals(let names): line(0, ["global"] + names.map { StasmText.name($0.text) })
        case .method(let method):
            if !text.isEmpty { text += "\n" }
            let className = StasmText.name(method.className.text) + (method.isMeta ? " class" : "")
            let selector = StasmText.selector(Array(method.selector.text.utf8))
            line(0, ["method", "\(className)>>\(selector)"] + header(method.code))
            code(method.code, 1)
        }
    }

    // MARK: Code

    private func header(_ code: StasmCode) -> [String] {
        var words = ["args \(code.arguments)", "temps \(code.temporaries)"]
        if code.primitive != 0 { words.append("prim \(code.primitive)") }
        if code.isLarge { words.append("large") }
        if code.isSista { words.append("sista") }
        if code.flags != 0 { words.append("flags \(Hexadecimal.digits(code.flags, width: 16))") }
        return words
    }

    /// Literals, code and trailer, with the `end`.
    private mutating func code(_ code: StasmCode, _ indent: Int) {
        for entry in code.literals {
            switch entry {
            case .value(let literal, _): line(indent, ["lit", StasmText.literal(literal)])
            case .outer: line(indent, ["lit outer"])
            case .block(let block):
                line(indent, ["lit block"] + header(block))
                self.code(block, indent + 1)
            }
        }
        statements(code.body, code.literals, indent)
        if !code.trailer.isEmpty { line(indent, ["trailer", Hexadecimal.text(code.trailer)]) }
        line(indent - 1, ["end"])
    }

    private mutating func statements(_ body: [StasmStatement], _ literals: [StasmLiteralEntry], _ indent: Int) {
        for statement in body {
            switch statement.kind {
            case .label(let name): line(indent - 1, [name + ":"])
            case .bytes(let bytes): line(indent, ["bytes", Hexadecimal.text(bytes)])
            case .instruction(let operation, let bytes):
                let suffix = bytes.map { ["bytes", Hexadecimal.text($0)] } ?? []
                line(indent, words(operation, literals) + suffix)
                switch operation {
                case .closure(_, _, let body):
                    statements(body, literals, indent + 1)
                    line(indent, ["end"])
                case .fullClosure(let block, _, _, _): code(block, indent + 1)
                case .plain, .receiverVariable, .literalVariable, .pushLiteral, .send, .sendSpecial, .jump: break
                }
            }
        }
    }

    private func words(_ operation: StasmOperation, _ literals: [StasmLiteralEntry]) -> [String] {
        switch operation {
        case .plain(let operation): return StasmInstructionText.words(operation, literals)
        case .receiverVariable(let access, let name):
            return [access.rawValue + "ReceiverVariable", StasmText.name(name)]
        case .literalVariable(let access, let literal):
            return [access.rawValue + "LiteralVariable", StasmText.literal(literal)]
        case .pushLiteral(let literal): return ["pushLiteral", StasmText.literal(literal)]
        case .send(let kind, let selector): return [kind.rawValue, StasmText.selector(selector)]
        case .sendSpecial(let index, let name):
            return ["sendSpecial", name.map { StasmText.selector(Array($0.utf8)) } ?? String(index)]
        case .jump(let condition, let label):
            return [condition.map { $0 ? "jumpIfTrue" : "jumpIfFalse" } ?? "jump", label]
        case .closure(let arguments, let copied, _): return ["pushClosure", "args \(arguments)", "copied \(copied)"]
        case .fullClosure(let block, let copied, let hasReceiver, let isClean):
            return ["pushFullClosure", "copied \(copied)"] + (hasReceiver ? ["receiver"] : [])
                + (isClean ? ["clean"] : []) + header(block)
        }
    }
}
