// Reads the lines of methods: what their headers say, literals, labels and instructions.

import Support

extension StasmParser {
    /// 'args', 'temps' and what else a header has, up to the end of the line.
    mutating func header(_ code: inout StasmCode, allowsBytes: Bool = false) throws(Diagnostic) {
        var temporaries: Int?
        while !scanner.isAtLineEnd, !(allowsBytes && scanner.nextWord() == "bytes") {
            let start = scanner.place
            let word = scanner.word()
            scanner.skipBlanks()
            switch word {
            case "args": code.arguments = try scanner.number("a number of arguments")
            case "temps": temporaries = try scanner.number("a number of variables")
            case "prim": code.primitive = try scanner.number("a primitive's number")
            case "large": code.isLarge = true
            case "sista": code.isSista = true
            case "flags":
                let bytes = try scanner.hexadecimal()
                guard bytes.count == 8 else { throw .stasmRange("flags are 16 digits", scanner.span(from: start)) }
                code.flags = bytes.reduce(0) { $0 << 8 | UInt64($1) }
                scanner.skipBlanks()
            case .some, nil:
                throw .stasmSyntax(
                    "expected 'args', 'temps', 'prim', 'large', 'sista' or 'flags'", scanner.span(from: start))
            }
        }
        code.temporaries = temporaries ?? code.arguments
    }

    /// A line within a method. Requires: there is one.
    mutating func codeLine(_ start: Int) throws(Diagnostic) {
        var start = start
        while let label = scanner.label() {
            add(.label(label), scanner.span(from: start))
            scanner.skipBlanks()
            start = scanner.place
        }
        guard !scanner.isAtLineEnd else { return }
        let word = scanner.word()
        scanner.skipBlanks()
        switch word {
        case "end": close()
        case "bytes":
            let bytes = try scanner.hexadecimal()
            add(.bytes(bytes), scanner.span(from: start))
        case "lit": try literalLine(start)
        case "trailer":
            guard !isInClosure else {
                throw .stasmSyntax("only methods and literal blocks have a trailer", scanner.span(from: start))
            }
            setTrailer(try scanner.hexadecimal())
        case .some(let name):
            guard let mnemonic = StasmMnemonic(rawValue: name) else {
                throw .unknownMnemonic(name, SourceSpan(file: scanner.file, start: start, end: start + name.utf8.count))
            }
            try instruction(mnemonic, start)
        case nil: throw .stasmSyntax("expected an instruction", scanner.wordSpan())
        }
    }

    private var isInClosure: Bool {
        guard case .closure = frames.last?.opening else { return false }
        return true
    }

    private mutating func literalLine(_ start: Int) throws(Diagnostic) {
        guard !isInClosure, frames.last?.code.body.isEmpty == true else {
            throw .stasmSyntax("literals stand before the instructions", scanner.span(from: start))
        }
        switch scanner.nextWord() {
        case "outer":
            _ = scanner.word()
            addLiteral(.outer(scanner.span(from: start)))
        case "block":
            _ = scanner.word()
            scanner.skipBlanks()
            var code = StasmCode(scanner.span(from: start))
            try header(&code)
            try openBlock(.literal, code)
        case .some, nil:
            let literal = try scanner.literal()
            addLiteral(.value(literal, scanner.span(from: start)))
        }
    }

    mutating func openBlock(_ opening: Opening, _ code: StasmCode) throws(Diagnostic) {
        guard frames.count < Self.deepestBlock else {
            throw .stasmDepth("blocks go \(Self.deepestBlock) deep at most", code.span)
        }
        open(opening, code)
    }

    /// The literals of the method or block that is being read.
    var literals: [StasmLiteralEntry] {
        for frame in frames.reversed() {
            if case .closure = frame.opening { continue }
            return frame.code.literals
        }
        return []
    }
}

extension Diagnostic {
    fileprivate static func unknownMnemonic(_ name: String, _ span: SourceSpan) -> Diagnostic {
        let nearest = NearestName.find(name, among: StasmMnemonic.allCases.map(\.rawValue))
        return .error(
            "E2710", "there is no instruction '\(name)'", at: span,
            notes: nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? [])
    }
}
