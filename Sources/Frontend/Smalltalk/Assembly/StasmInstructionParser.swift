// Reads the operands of instructions.

import Support

extension StasmParser {
    mutating func instruction(_ mnemonic: StasmMnemonic, _ start: Int) throws(Diagnostic) {
        let operation: StasmOperation
        switch mnemonic {
        case .pushReceiverVariable: operation = try receiverVariable(.push)
        case .storeReceiverVariable: operation = try receiverVariable(.store)
        case .popIntoReceiverVariable: operation = try receiverVariable(.pop)
        case .pushTemporaryVariable: operation = .plain(.push(.temporary(try scanner.number("a variable's number"))))
        case .storeTemporaryVariable: operation = .plain(.store(.temporary(try scanner.number("a variable's number"))))
        case .popIntoTemporaryVariable: operation = .plain(.pop(.temporary(try scanner.number("a variable's number"))))
        case .pushLiteralVariable: operation = try literalVariable(.push)
        case .storeLiteralVariable: operation = try literalVariable(.store)
        case .popIntoLiteralVariable: operation = try literalVariable(.pop)
        case .pushRemoteTemp: operation = .plain(.push(try remote()))
        case .storeRemoteTemp: operation = .plain(.store(try remote()))
        case .popIntoRemoteTemp: operation = .plain(.pop(try remote()))
        case .pushLiteral:
            if let index = try literalIndex() {
                operation = .plain(.pushLiteral(index))
            } else {
                operation = .pushLiteral(try scanner.literal())
            }
        case .pushConstant: operation = .plain(.pushConstant(try constant()))
        case .pushCharacter: operation = .plain(.pushConstant(.character(try character())))
        case .pushReceiver: operation = .plain(.pushReceiver)
        case .pushThisContext: operation = .plain(.pushThisContext)
        case .pushNewArray: operation = .plain(.pushNewArray(try scanner.number("a size")))
        case .popIntoNewArray: operation = .plain(.popIntoNewArray(try scanner.number("a size")))
        case .pushClosure: return try closure(start)
        case .pushFullClosure: return try fullClosure(start)
        case .pop: operation = .plain(.drop)
        case .dup: operation = .plain(.duplicate)
        case .nop: operation = .plain(.nop)
        case .send: operation = try send(.normal)
        case .superSend: operation = try send(.toSuper)
        case .directedSuperSend: operation = try send(.toDirectedSuper)
        case .sendSpecial: operation = try sendSpecial()
        case .jump: operation = try jump(nil)
        case .jumpIfTrue: operation = try jump(true)
        case .jumpIfFalse: operation = try jump(false)
        case .returnReceiver: operation = .plain(.returnReceiver)
        case .returnConstant: operation = .plain(.returnConstant(try constant()))
        case .returnTop: operation = .plain(.returnTop)
        case .blockReturnTop: operation = .plain(.blockReturnTop)
        case .blockReturnConstant:
            let place = scanner.place
            guard try constant() == .nil else {
                throw .stasmRange("blocks return nil and no other constant", scanner.span(from: place))
            }
            operation = .plain(.blockReturnNil)
        case .callPrimitive: operation = .plain(.callPrimitive(try scanner.number("a primitive's number")))
        case .trap: operation = .plain(.trap)
        }
        let span = scanner.span(from: start)
        add(.instruction(operation, bytes: try suffix()), span)
    }

    /// The bytes that an instruction is to have.
    private mutating func suffix() throws(Diagnostic) -> [UInt8]? {
        scanner.skipBlanks()
        guard scanner.nextWord() == "bytes" else { return nil }
        _ = scanner.word()
        scanner.skipBlanks()
        return try scanner.hexadecimal()
    }

    // MARK: Variables and literals

    private mutating func receiverVariable(_ access: StasmAccess) throws(Diagnostic) -> StasmOperation {
        if scanner.next.isDecimalDigit {
            return .plain(access.operation(.receiver(try scanner.number("a variable's number"))))
        }
        return .receiverVariable(access, try scanner.name("a variable or its number").text)
    }

    private mutating func literalVariable(_ access: StasmAccess) throws(Diagnostic) -> StasmOperation {
        if let index = try literalIndex() { return .plain(access.operation(.literal(index))) }
        let place = scanner.place
        guard scanner.next == UInt8(ascii: "{") else {
            return .literalVariable(access, .binding(try scanner.name("a variable").text))
        }
        let literal = try scanner.literal()
        switch literal {
        case .binding, .classBinding: return .literalVariable(access, literal)
        case .nil, .true, .false, .integer, .float, .character, .string, .symbol, .array, .byteArray, .object:
            throw .stasmSyntax("expected a variable", scanner.span(from: place))
        }
    }

    /// The number of a literal in brackets, with what it should be behind it; nil where there are no brackets.
    private mutating func literalIndex() throws(Diagnostic) -> Int? {
        guard scanner.take("[") else { return nil }
        scanner.skipBlanks()
        let index = try scanner.number("a literal's number")
        let place = scanner.place
        guard scanner.take("]") else { throw .stasmSyntax("expected ']'", scanner.span(from: place)) }
        scanner.skipBlanks()
        let isOther = ["args", "bytes", "copied", "receiver", "clean"].contains(scanner.nextWord() ?? "")
        guard !scanner.isAtLineEnd, !isOther else { return index }
        let start = scanner.place
        let expected = try scanner.literal()
        let literals = literals
        if index < literals.count, case .value(let found, _) = literals[index], found == expected { return index }
        throw .otherLiteral(index, expected, scanner.span(from: start))
    }

    private mutating func constant() throws(Diagnostic) -> BytecodeConstant {
        let place = scanner.place
        if scanner.next.isDecimalDigit || scanner.next == UInt8(ascii: "-") {
            return .integer(try scanner.signedNumber("a constant"))
        }
        switch scanner.word() {
        case "nil": return .nil
        case "true": return .true
        case "false": return .false
        case .some, nil: throw .stasmSyntax("expected nil, true, false or an integer", scanner.span(from: place))
        }
    }

    private mutating func character() throws(Diagnostic) -> Int {
        let place = scanner.place
        guard scanner.next == UInt8(ascii: "$") else { return try scanner.number("a character") }
        guard case .character(let code) = try scanner.literal() else {
            throw .stasmSyntax("expected a character", scanner.span(from: place))
        }
        return Int(code)
    }

    private mutating func remote() throws(Diagnostic) -> BytecodeVariable {
        let index = try scanner.number("an element's number")
        let place = scanner.place
        guard scanner.word() == "vector" else { throw .stasmSyntax("expected 'vector'", scanner.span(from: place)) }
        scanner.skipBlanks()
        return .remote(index, vector: try scanner.number("a variable's number"))
    }

    // MARK: Sends and jumps

    private mutating func send(_ kind: StasmSend) throws(Diagnostic) -> StasmOperation {
        guard let index = try literalIndex() else { return .send(kind, selector: try scanner.selector()) }
        let literals = literals
        let known = index < literals.count ? literals[index].argumentCount : nil
        var arguments = known ?? 0
        let place = scanner.place
        if scanner.nextWord() == "args" {
            _ = scanner.word()
            scanner.skipBlanks()
            arguments = try scanner.number("a number of arguments")
        } else if known == nil {
            throw .stasmSyntax(
                "literal \(index) is no selector, so 'args' has to say how many arguments there are",
                scanner.span(from: place))
        }
        switch kind {
        case .normal: return .plain(.send(selector: index, arguments: arguments))
        case .toSuper: return .plain(.superSend(selector: index, arguments: arguments))
        case .toDirectedSuper: return .plain(.directedSuperSend(selector: index, arguments: arguments))
        }
    }

    private mutating func sendSpecial() throws(Diagnostic) -> StasmOperation {
        let place = scanner.place
        let names = SpecialSelectors.standard.names
        if scanner.next.isDecimalDigit {
            let index = try scanner.number("a special selector's number")
            guard index < names.count else {
                throw .stasmRange("special selectors have numbers up to \(names.count - 1)", scanner.span(from: place))
            }
            return .sendSpecial(index, name: nil)
        }
        let name = String(decoding: try scanner.selector(), as: UTF8.self)
        guard
            let index = name == SpecialSelectors.blockCopy
                ? SpecialSelectors.blockCopyIndex : names.firstIndex(of: name)
        else {
            throw .stasmRange("'\(name)' is no special selector; 'send' takes all", scanner.span(from: place))
        }
        return .sendSpecial(index, name: name)
    }

    private mutating func jump(_ condition: Bool?) throws(Diagnostic) -> StasmOperation {
        let place = scanner.place
        let sign = scanner.next
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            _ = scanner.takeByte()
            let distance = try scanner.number("a distance") * (sign == UInt8(ascii: "-") ? -1 : 1)
            return .plain(condition.map { .jumpIf($0, distance) } ?? .jump(distance))
        }
        guard let label = scanner.word() else {
            throw .stasmSyntax("expected a label or a distance with its sign", scanner.span(from: place))
        }
        return .jump(condition, label: label)
    }

    // MARK: Blocks

    private mutating func closure(_ start: Int) throws(Diagnostic) {
        var arguments = 0, copied = 0
        var size: Int?
        while !scanner.isAtLineEnd, scanner.nextWord() != "bytes" {
            let place = scanner.place
            let word = scanner.word()
            scanner.skipBlanks()
            switch word {
            case "args": arguments = try scanner.number("a number of arguments")
            case "copied": copied = try scanner.number("a number of values")
            case "size": size = try scanner.number("a size in bytes")
            case .some, nil: throw .stasmSyntax("expected 'args', 'copied' or 'size'", scanner.span(from: place))
            }
        }
        let span = scanner.span(from: start)
        let bytes = try suffix()
        if let size {
            let operation = BytecodeOperation.pushClosure(arguments: arguments, copied: copied, size: size)
            return add(.instruction(.plain(operation), bytes: bytes), span)
        }
        try openBlock(.closure(arguments: arguments, copied: copied, bytes: bytes), StasmCode(span))
    }

    private mutating func fullClosure(_ start: Int) throws(Diagnostic) {
        let index = try literalIndex()
        var copied = 0, hasReceiver = false, isClean = false
        while let word = scanner.nextWord(), ["copied", "receiver", "clean"].contains(word) {
            _ = scanner.word()
            scanner.skipBlanks()
            if word == "copied" { copied = try scanner.number("a number of values") }
            hasReceiver = hasReceiver || word == "receiver"
            isClean = isClean || word == "clean"
        }
        var code = StasmCode(scanner.span(from: start))
        if let index {
            let operation = BytecodeOperation.pushFullClosure(
                literal: index, copied: copied, hasReceiver: hasReceiver, isClean: isClean)
            return add(.instruction(.plain(operation), bytes: try suffix()), code.span)
        }
        code.isSista = true
        try header(&code, allowsBytes: true)
        code.temporaries = max(code.temporaries, code.arguments + copied)
        let bytes = try suffix()
        try openBlock(.fullClosure(copied: copied, hasReceiver: hasReceiver, isClean: isClean, bytes: bytes), code)
    }
}

extension StasmAccess {
    func operation(_ variable: BytecodeVariable) -> BytecodeOperation {
        switch self {
        case .push: .push(variable)
        case .store: .store(variable)
        case .pop: .pop(variable)
        }
    }
}

extension Diagnostic {
    fileprivate static func otherLiteral(_ index: Int, _ expected: StasmLiteral, _ span: SourceSpan) -> Diagnostic {
        .error("E2718", "literal \(index) is not \(StasmText.literal(expected))", at: span)
    }
}
