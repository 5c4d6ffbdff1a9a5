// What the compiler knows of global names. A name that a program defines once, at the top of a file and before anything
// runs that may use it, means the same wherever it stands: functions are called directly then, and constants are values.

import Support

/// What a global name stands for.
enum LispGlobal {
    /// A builtin of the library that nothing redefines.
    case builtin(CoreGlobal)
    /// A function of the program.
    case function(KnownFunction)
    /// A number, a string, or data in braces; nil.
    case constant(DatumID)
    /// Whatever its symbol holds; it always holds something when code comes to use it.
    case variable
}

/// A function of the program with a name that stands for nothing else.
struct KnownFunction {
    /// The code; it is compiled where the definition stands.
    let id: CoreFunctionID
    let shape: Int64
    let identity: Int64
}

/// A `def`, `=` or `fun` at the top of a file, for one of its names.
private struct Definition {
    enum Value {
        case function(formals: [Symbol], body: DatumID)
        case constant(DatumID)
        /// Another name.
        case name(Symbol)
        /// The result of a computation; `mayFail` when an error would leave the name as it is.
        case computed(mayFail: Bool)
    }

    let symbol: Symbol
    let value: Value
}

/// Follows a program from top to bottom.
struct GlobalAnalysis {
    private let names: LispNames
    private let data: LispData
    private let loaded: [String: [DatumID]]
    private let scan: DefinitionScan
    /// Whether the prelude gives `fun` its meaning.
    private let hasFun: Bool
    /// The form that defines a name, and what that form mentions, for names with one definition.
    private var definitions: [Symbol: Definition] = [:]
    private var mentioned: [Symbol: [Symbol]] = [:]
    /// The names that have been given values so far.
    private var set: Set<Symbol> = []
    /// Those that code which has run so far may have used.
    private var used: Set<Symbol> = []
    /// Those that may have been used before they were set.
    private var early: Set<Symbol> = []
    private var open: Set<String> = []

    /// What the forms of `files` define, in the order of their definitions, which is that of the texts.
    static func settled(
        _ files: [[DatumID]], _ program: inout ProgramCompiler, loaded: [String: [DatumID]], _ scan: DefinitionScan
    ) -> [Symbol: LispGlobal] {
        var analysis = GlobalAnalysis(program.names, program.data, loaded, scan, program.hasPrelude)
        if !scan.isOpen {
            for file in files {
                // What comes behind an error of an earlier file has not been defined.
                analysis.used = []
                analysis.run(file, isLoaded: false)
            }
        }
        return analysis.result(&program)
    }

    private init(
        _ names: LispNames, _ data: LispData, _ loaded: [String: [DatumID]], _ scan: DefinitionScan, _ hasFun: Bool
    ) {
        self.names = names
        self.data = data
        self.loaded = loaded
        self.scan = scan
        self.hasFun = hasFun
    }

    // MARK: Order

    private mutating func run(_ forms: [DatumID], isLoaded: Bool) {
        var mayHaveEnded: [Symbol] = []
        var hasRun = false
        for form in forms {
            if let path = loadedPath(form) {
                guard let inner = loaded[path], open.insert(path).inserted else { continue }
                run(inner, isLoaded: true)
                open.remove(path)
                continue
            }
            guard let found = definitions(form) else {
                hasRun = true
                use(mentions(form))
                continue
            }
            for definition in found {
                switch definition.value {
                case .function(_, let body): mentioned[definition.symbol, default: []] += mentions(body)
                case .constant: break
                case .name(let symbol): use([symbol])
                case .computed:
                    hasRun = true
                    use(mentions(form))
                }
                definitions[definition.symbol] = definition
                if case .computed(mayFail: true) = definition.value { continue }
                set.insert(definition.symbol)
                if hasRun { mayHaveEnded.append(definition.symbol) }
            }
        }
        if !isLoaded { for symbol in mayHaveEnded { set.remove(symbol) } }
    }

    private func loadedPath(_ form: DatumID) -> String? {
        guard let parts = data.elements(form), parts.count == 2, case .symbol(names.load) = data[parts[0]].kind,
            case .list(_, isQuoted: false) = data[form].kind, case .string(let bytes) = data[parts[1]].kind
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All names in code or data, each once.
    private func mentions(_ form: DatumID) -> [Symbol] {
        var seen: Set<Symbol> = []
        var result: [Symbol] = []
        var pending = [form]
        while let next = pending.popLast() {
            switch data[next].kind {
            case .number, .string, .null, .error: break
            case .symbol(let symbol): if seen.insert(symbol).inserted { result.append(symbol) }
            case .list(let list, _): pending += data.elements(list)
            }
        }
        return result
    }

    /// Notes that code may use names, and what their functions use in turn.
    private mutating func use(_ symbols: [Symbol]) {
        var pending = symbols
        while let symbol = pending.popLast() {
            guard scan.counts[symbol] != nil, used.insert(symbol).inserted else { continue }
            if !set.contains(symbol) { early.insert(symbol) }
            pending += mentioned[symbol] ?? []
        }
    }

    // MARK: Definitions

    /// What a form defines; nil when it does anything else.
    private func definitions(_ form: DatumID) -> [Definition]? {
        guard case .list(let list, isQuoted: false) = data[form].kind else { return nil }
        let parts = data.elements(list)
        guard parts.count > 2, case .symbol(let head) = data[parts[0]].kind, let targets = symbols(parts[1]) else {
            return nil
        }
        if head == names.fun {
            guard hasFun, parts.count == 3, let symbol = targets.first else { return nil }
            let value = Definition.Value.function(formals: Array(targets.dropFirst()), body: parts[2])
            return [Definition(symbol: symbol, value: value)]
        }
        guard head == names.assign || head == names.define, targets.count == parts.count - 2 else { return nil }
        return zip(targets, parts.dropFirst(2)).map {
            Definition(symbol: $0, value: value($1, mayFail: head == names.define))
        }
    }

    private func value(_ form: DatumID, mayFail: Bool) -> Definition.Value {
        switch data[form].kind {
        case .number, .string, .null: return .constant(form)
        case .symbol(let symbol): return .name(symbol)
        case .error: return .computed(mayFail: mayFail)
        case .list(let list, let isQuoted):
            if isQuoted { return .constant(form) }
            let parts = data.elements(list)
            if parts.count == 3, case .symbol(names.lambda) = data[parts[0]].kind, let formals = symbols(parts[1]) {
                return .function(formals: formals, body: parts[2])
            }
            return .computed(mayFail: mayFail)
        }
    }

    /// The names of a literal list in braces.
    private func symbols(_ form: DatumID) -> [Symbol]? {
        if case .list(_, isQuoted: false) = data[form].kind { return nil }
        guard let parts = data.elements(form) else { return nil }
        var result: [Symbol] = []
        for part in parts {
            guard case .symbol(let symbol) = data[part].kind else { return nil }
            result.append(symbol)
        }
        return result
    }

    // MARK: Result

    private func result(_ program: inout ProgramCompiler) -> [Symbol: LispGlobal] {
        var result: [Symbol: LispGlobal] = [:]
        guard !scan.isOpen else { return result }
        for global in program.program.globals where scan.counts[global.symbol] == nil {
            result[global.symbol] = .builtin(global)
        }
        let symbols = scan.counts.keys.sorted().filter { !early.contains($0) && definitions[$0] != nil }
        for symbol in symbols { result[symbol] = settle(symbol, &program) }
        for symbol in symbols { result[symbol] = follow(symbol, result) }
        return result
    }

    /// What a name stands for that is always set where it is used.
    private func settle(_ symbol: Symbol, _ program: inout ProgramCompiler) -> LispGlobal? {
        guard scan.counts[symbol] == 1 else { return .variable }
        switch definitions[symbol]?.value {
        case .constant(let datum): return .constant(datum)
        case .function(let formals, let body):
            return program.declare(symbol, formals, body).map { .function($0) } ?? .variable
        case .computed: return .variable
        case .name, nil: return nil
        }
    }

    /// What a name that is defined as another name stands for; nothing when that is none that is known, since an error
    /// may be its value, which would leave the name without one.
    private func follow(_ symbol: Symbol, _ known: [Symbol: LispGlobal]) -> LispGlobal? {
        var symbol = symbol
        var seen: Set<Symbol> = []
        while known[symbol] == nil, case .name(let other) = definitions[symbol]?.value, !early.contains(symbol),
            seen.insert(symbol).inserted
        {
            symbol = other
        }
        if case .variable = known[symbol], !seen.isEmpty { return nil }
        return known[symbol]
    }
}
