// Reads Smalltalk assembly line by line. A line that is wrong is reported and left out; the lines behind it are read
// all the same. Blocks within methods are kept on a stack of their own, so that text cannot make the parser recurse.

import Support

package struct StasmParser {
    var scanner: StasmScanner
    private var file = StasmFile()
    private(set) var frames: [Frame] = []
    /// Whether lines are left out up to the next class or method.
    private var isSkipping = false

    /// Code that has not ended yet.
    struct Frame {
        let opening: Opening
        var code: StasmCode
    }

    /// What began it.
    enum Opening {
        case method(className: StasmName, isMeta: Bool, selector: StasmName)
        case closure(arguments: Int, copied: Int, bytes: [UInt8]?)
        case fullClosure(copied: Int, hasReceiver: Bool, isClean: Bool, bytes: [UInt8]?)
        case literal
    }

    /// Blocks within blocks go so deep.
    package static let deepestBlock = 32
    /// No more mistakes are looked for behind so many.
    private static let mostErrors = 50

    /// What the text says; not all of it when errors are reported (E2710 to E2712, E2718).
    package static func parse(_ text: [UInt8], file: SourceFileID, log: inout DiagnosticLog) -> StasmFile {
        var parser = StasmParser(scanner: StasmScanner(text, file))
        parser.run(&log)
        return parser.file
    }

    private init(scanner: StasmScanner) { self.scanner = scanner }

    private mutating func run(_ log: inout DiagnosticLog) {
        var errors = 0
        while !scanner.isAtEnd, errors < Self.mostErrors {
            do throws(Diagnostic) {
                try line()
            } catch {
                log.report(error)
                errors += 1
                if error.code == "E2712" { (isSkipping, frames) = (true, []) }
                scanner.skipLine()
            }
            _ = scanner.take("\n")
        }
        do throws(Diagnostic) { try endMethod() } catch { log.report(error) }
    }

    private mutating func line() throws(Diagnostic) {
        scanner.skipBlanks()
        guard !scanner.isAtLineEnd else { return }
        let start = scanner.place
        switch scanner.nextWord() {
        case "class", "global", "method":
            isSkipping = false
            try endMethod()
            let word = scanner.word()
            scanner.skipBlanks()
            switch word {
            case "class": file.items.append(.classDefinition(try classDefinition()))
            case "global": file.items.append(.globals(try names("a name")))
            case .some, nil: try method(start)
            }
        case .some, nil:
            if isSkipping { return scanner.skipLine() }
            guard !frames.isEmpty else {
                throw .stasmSyntax("expected 'class', 'global' or 'method'", scanner.wordSpan())
            }
            try codeLine(start)
        }
        scanner.skipBlanks()
        guard scanner.isAtLineEnd else { throw .stasmSyntax("too much in this line", scanner.wordSpan()) }
    }

    // MARK: Classes

    private mutating func classDefinition() throws(Diagnostic) -> StasmClass {
        let name = try scanner.name("a class's name")
        let place = scanner.place
        guard scanner.word() == "super" else { throw .stasmSyntax("expected 'super'", scanner.span(from: place)) }
        scanner.skipBlanks()
        let isNil = scanner.nextWord() == "nil"
        let parent = try scanner.name("the superclass or 'nil'")
        var result = StasmClass(name: name, superclass: isNil ? nil : parent)
        if let word = scanner.nextWord(), let shape = StasmShape(rawValue: word) {
            result.shape = shape
            _ = scanner.word()
            scanner.skipBlanks()
        }
        while !scanner.isAtLineEnd {
            let start = scanner.place
            switch scanner.word() {
            case "instvars": result.instanceVariables += try variables()
            case "classvars": result.classVariables += try variables()
            case "classinstvars": result.classInstanceVariables += try variables()
            case .some, nil:
                throw .stasmSyntax(
                    "expected a shape, 'instvars', 'classvars' or 'classinstvars'", scanner.span(from: start))
            }
        }
        return result
    }

    private mutating func variables() throws(Diagnostic) -> [StasmName] {
        scanner.skipBlanks()
        return try names("a variable", until: StasmPrinter.reserved)
    }

    private mutating func names(
        _ what: String, until reserved: Set<String> = []
    ) throws(Diagnostic) -> [StasmName] {
        var names: [StasmName] = []
        while !scanner.isAtLineEnd, !reserved.contains(scanner.nextWord() ?? "") {
            names.append(try scanner.name(what))
        }
        return names
    }

    // MARK: Methods

    private mutating func method(_ start: Int) throws(Diagnostic) {
        let place = scanner.place
        do throws(Diagnostic) {
            let className = try scanner.name("a class")
            let isMeta = scanner.nextWord() == "class" && scanner.word() != nil
            scanner.skipBlanks()
            guard scanner.take(">"), scanner.take(">") else {
                throw .stasmSyntax("expected '>>' and a selector", scanner.span(from: place))
            }
            scanner.skipBlanks()
            let selectorStart = scanner.place
            let bytes = try scanner.selector()
            let selector = StasmName(
                String(decoding: bytes, as: UTF8.self),
                SourceSpan(file: scanner.file, start: selectorStart, end: scanner.place))
            var code = StasmCode(scanner.span(from: start))
            code.arguments = StasmSelector.argumentCount(bytes)
            try header(&code)
            open(.method(className: className, isMeta: isMeta, selector: selector), code)
        } catch {
            isSkipping = true
            throw error
        }
    }

    mutating func open(_ opening: Opening, _ code: StasmCode) { frames.append(Frame(opening: opening, code: code)) }

    /// Ends what is open, which should be nothing.
    private mutating func endMethod() throws(Diagnostic) {
        guard let first = frames.first, let last = frames.last else { return }
        frames = []
        throw .stasmSyntax(
            frames.count > 1 || last.code.span != first.code.span
                ? "a block without its 'end'" : "a method without its 'end'",
            last.code.span)
    }

    /// Takes the innermost code off the stack and puts it where it belongs.
    mutating func close() {
        guard let frame = frames.popLast() else { return }
        switch frame.opening {
        case .method(let className, let isMeta, let selector):
            file.items.append(
                .method(StasmMethod(className: className, isMeta: isMeta, selector: selector, code: frame.code)))
        case .closure(let arguments, let copied, let bytes):
            add(
                .instruction(.closure(arguments: arguments, copied: copied, frame.code.body), bytes: bytes),
                frame.code.span)
        case .fullClosure(let copied, let hasReceiver, let isClean, let bytes):
            let operation = StasmOperation.fullClosure(
                frame.code, copied: copied, hasReceiver: hasReceiver, isClean: isClean)
            add(.instruction(operation, bytes: bytes), frame.code.span)
        case .literal: frames[frames.count - 1].code.literals.append(.block(frame.code))
        }
    }

    /// Adds to the innermost code. Requires: there is one.
    mutating func add(_ kind: StasmStatement.Kind, _ span: SourceSpan) {
        frames[frames.count - 1].code.body.append(StasmStatement(kind, span))
    }

    mutating func addLiteral(_ entry: StasmLiteralEntry) { frames[frames.count - 1].code.literals.append(entry) }

    mutating func setTrailer(_ bytes: [UInt8]) { frames[frames.count - 1].code.trailer = bytes }
}

extension StasmScanner {
    /// Where the next word is.
    func wordSpan() -> SourceSpan {
        var copy = self
        if copy.word() == nil, copy.bareSelector() == nil { _ = copy.takeByte() }
        return copy.span(from: place)
    }
}
