// Why the evaluator is part of a program: the places in its texts from which the library's evaluator can be reached. The
// passes may find that some of them never get there; whether it is there in the end is the module's to say.

import Support

struct EvaluatorUses {
    private let program: CoreProgram
    /// The functions of the library come first.
    private let libraryCount: Int
    private var reaching: SecondaryMap<CoreFunctionID, Bool>
    private let globals: [Symbol: CoreFunctionID]
    private var found: [Diagnostic] = []

    /// Remarks at these places, in the order of the texts.
    static func find(_ compiled: ProgramCompiler.Compiled, _ library: CoreProgram) -> [Diagnostic] {
        var uses = EvaluatorUses(compiled.program, library)
        uses.findReaching(library)
        uses.visitProgram()
        for opener in compiled.scan.openers {
            guard case .word(let word) = opener.kind else { continue }
            let name = compiled.program.data.names.name(word)
            guard name == "read" || name == "load" else { continue }
            uses.add("'\(name)' makes symbols, which may name everything", compiled.program.data[opener.place].span)
        }
        return uses.sorted()
    }

    private init(_ program: CoreProgram, _ library: CoreProgram) {
        self.program = program
        libraryCount = library.functions.count
        reaching = SecondaryMap(initial: false, count: libraryCount)
        globals = Dictionary(library.globals.map { ($0.symbol, $0.function) }) { first, _ in first }
    }

    // MARK: The library

    /// Marks the functions of the library that may come to run code.
    private mutating func findReaching(_ library: CoreProgram) {
        var users = SecondaryMap<CoreFunctionID, [CoreFunctionID]>(initial: [], count: libraryCount)
        for id in library.functions.ids {
            for node in library.functions[id].nodes.values {
                for callee in functions(node.kind) { users[callee].append(id) }
            }
        }
        guard let symbol = program.data.names.find("%eval-form"), let evaluator = library.names[symbol] else { return }
        var pending = [evaluator]
        while let next = pending.popLast() {
            guard !reaching[next] else { continue }
            reaching[next] = true
            pending += users[next]
        }
    }

    /// The functions that a node calls or mentions.
    private func functions(_ kind: CoreNode.Kind) -> [CoreFunctionID] {
        switch kind {
        case .call(let id, _), .function(let id, _, _), .code(let id, _): [id]
        case .symbol(let symbol): globals[symbol].map { [$0] } ?? []
        case .constant(let datum): symbols(datum).compactMap { globals[$0.symbol] }
        case .integer, .truth, .special, .local, .assign, .sequence, .choose, .operation, .callCode, .define: []
        }
    }

    /// The symbols in data, with their places.
    private func symbols(_ datum: DatumID) -> [(symbol: Symbol, place: DatumID)] {
        var result: [(symbol: Symbol, place: DatumID)] = []
        var pending = [datum]
        while let next = pending.popLast() {
            switch program.data[next].kind {
            case .symbol(let symbol): result.append((symbol, next))
            case .list(let list, _): pending += program.data.elements(list)
            case .number, .string, .null, .error: break
            }
        }
        return result
    }

    // MARK: The program

    /// Looks through the functions of the program that may run.
    private mutating func visitProgram() {
        guard let entry = program.entry else { return }
        var seen: Set<CoreFunctionID> = []
        var mentioned: Set<Symbol> = []
        var definitions: [Symbol: [CoreFunctionID]] = [:]
        var pending = [entry]
        while let next = pending.popLast() {
            guard isOwn(next), seen.insert(next).inserted else { continue }
            let function = program.functions[next]
            // What a known name stands for is made only where something asks for the name's symbol.
            var defined: [CoreID: Symbol] = [:]
            for node in function.nodes.values {
                if case .define(let symbol, let value) = node.kind { defined[value] = symbol }
            }
            for id in function.nodes.ids {
                let node = function.nodes[id]
                if let symbol = defined[id], !mentioned.contains(symbol) {
                    definitions[symbol, default: []] += functions(node.kind)
                    continue
                }
                for symbol in symbols(node) where mentioned.insert(symbol).inserted {
                    pending += definitions[symbol] ?? []
                }
                pending += functions(node.kind)
                visit(node)
            }
        }
    }

    private func isOwn(_ id: CoreFunctionID) -> Bool { id.index >= libraryCount }

    private func symbols(_ node: CoreNode) -> [Symbol] {
        switch node.kind {
        case .symbol(let symbol): [symbol]
        case .constant(let datum): symbols(datum).map(\.symbol)
        case .integer, .truth, .special, .local, .assign, .sequence, .choose, .operation, .call, .callCode, .function,
            .define, .code:
            []
        }
    }

    private mutating func visit(_ node: CoreNode) {
        switch node.kind {
        case .call(let id, _):
            if !isOwn(id), reaching[id], let span = node.span { add(Self.reason(name(id)), span) }
        case .function(let id, _, _):
            if !isOwn(id), reaching[id], let span = node.span { add("'\(name(id))' is used as a value", span) }
        case .constant(let datum):
            for (symbol, place) in symbols(datum) {
                guard let id = globals[symbol], reaching[id] else { continue }
                let name = name(id)
                let isWord = ["eval", "penv", "load"].contains(name)
                let reason = isWord ? Self.reason(name) : "these data name '\(name)', whose function is kept for that"
                add(reason, program.data[place].span)
            }
        case .symbol(let symbol):
            if let id = globals[symbol], reaching[id], let span = node.span { add(Self.reason(name(id)), span) }
        case .integer, .truth, .special, .local, .assign, .sequence, .choose, .operation, .callCode, .define, .code:
            break
        }
    }

    /// The name of a function of the library.
    private func name(_ id: CoreFunctionID) -> String { String(program.functions[id].name.dropFirst("lisp.".count)) }

    /// Why a function of the library that the compiled code calls may run code.
    private static func reason(_ name: String) -> String {
        switch name {
        case "%eval": "'do' runs values that are code once more"
        case "eval": "'eval' runs code that is not literal"
        case "load", "%load": "'load' runs a file that is only known when the program runs"
        case "do": "'do' is used as a value"
        case "penv": "'penv' looks at the variables around it"
        case "\\", "fun": "it makes this function, whose code is not literal, or holds 'eval' or 'penv'"
        case "unpack", "curry": "'\(name)' evaluates the elements of its list once more"
        case "%equal?": "'case' evaluates its keys"
        default:
            name.hasPrefix("%") ? "code that is not literal may run" : "'\(name)' is given code that is not literal"
        }
    }

    // MARK: Remarks

    private mutating func add(_ reason: String, _ span: SourceSpan) {
        found.append(Diagnostic(.remark, "E2510", "the evaluator is needed: \(reason)", at: span))
    }

    private func sorted() -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return found.filter { seen.insert($0).inserted }.sorted { left, right in
            guard let left = left.span, let right = right.span else { return false }
            return (left.file.rawValue, left.start) < (right.file.rawValue, right.start)
        }
    }
}
