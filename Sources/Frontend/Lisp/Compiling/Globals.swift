// What the compiler knows of global names. A name that a program defines at the top of a file and before anything runs
// that may use it, means the same wherever it stands: functions are called directly then, and constants are values. So
// does one that is defined several times like this, as one of the prelude that a program has its own idea of: the last
// definition holds, the others are superseded.

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

        /// Whether leaving it out would leave out more than a value.
        var mustRun: Bool {
            switch self {
            case .function, .constant: false
            case .name, .computed: true
            }
        }
    }

    let symbol: Symbol
    let value: Value
    /// The value's text.
    let place: DatumID
}

/// What global names stand for.
struct GlobalNames {
    /// Those that are not here may stand for anything or nothing.
    fileprivate(set) var values: [Symbol: LispGlobal] = [:]
    /// Where known names are given values that nothing ever sees.
    fileprivate(set) var superseded: [Symbol: Set<DatumID>] = [:]
}

/// Follows a program from top to bottom.
struct GlobalAnalysis {
    private let names: LispNames
    private let data: LispData
    private let loaded: [String: [DatumID]]
    private let scan: DefinitionScan
    /// Whether the prelude gives `fun` its meaning.
    private let hasFun: Bool
    /// The definition of a name that holds, and what it mentions.
    private var definitions: [Symbol: Definition] = [:]
    private var mentioned: [Symbol: [Symbol]] = [:]
    /// The places of the definitions that held before.
    private var superseded: [Symbol: Set<DatumID>] = [:]
    /// The names that had other values when code ran which may have used them.
    private var changed: Set<Symbol> = []
    /// The names that have been given values so far.
    private var set: Set<Symbol> = []
    /// Those that code which has run so far may have used, in this file and in any.
    private var used: Set<Symbol> = []
    private var everUsed: Set<Symbol> = []
    /// Those that may have been used before they were set.
    private var early: Set<Symbol> = []
    private var open: Set<String> = []

    /// What the forms of `files` define, in the order of their definitions, which is that of the texts.
    static func settled(
        _ files: [[DatumID]], _ program: inout ProgramCompiler, loaded: [String: [DatumID]], _ scan: DefinitionScan
    ) -> GlobalNames {
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
                case .function, .constant: break
                case .name(let symbol): use([symbol])
                case .computed:
                    hasRun = true
                    use(mentions(definition.place))
                }
            }
            for definition in found {
                define(definition)
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

    private mutating func define(_ definition: Definition) {
        let symbol = definition.symbol
        if let earlier = definitions[symbol], earlier.place != definition.place {
            let comesBack = superseded[symbol]?.contains(definition.place) == true
            if comesBack || everUsed.contains(symbol) || earlier.value.mustRun { changed.insert(symbol) }
            superseded[symbol, default: []].insert(earlier.place)
            // Who uses it from now on uses what the new definition mentions.
            used.remove(symbol)
        }
        definitions[symbol] = definition
        // Data may be code that the evaluator runs.
        mentioned[symbol] = mentions(definition.place)
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
            everUsed.insert(symbol)
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
            return [Definition(symbol: symbol, value: value, place: parts[2])]
        }
        guard head == names.assign || head == names.define, targets.count == parts.count - 2 else { return nil }
        return zip(targets, parts.dropFirst(2)).map {
            Definition(symbol: $0, value: value($1, mayFail: head == names.define), place: $1)
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

    private func result(_ program: inout ProgramCompiler) -> GlobalNames {
        var result = GlobalNames()
        guard !scan.isOpen else { return result }
        for global in program.program.globals where scan.counts[global.symbol] == nil {
            result.values[global.symbol] = .builtin(global)
        }
        let symbols = scan.counts.keys.sorted().filter { !early.contains($0) && definitions[$0] != nil }
        for symbol in symbols { result.values[symbol] = settle(symbol, &program) }
        for symbol in symbols { result.values[symbol] = follow(symbol, result.values) }
        for (symbol, places) in superseded {
            switch result.values[symbol] {
            case .function, .constant: result.superseded[symbol] = places
            case .builtin, .variable, nil: break
            }
        }
        return result
    }

    /// What a name stands for that is always set where it is used.
    private func settle(_ symbol: Symbol, _ program: inout ProgramCompiler) -> LispGlobal? {
        let places = superseded[symbol]?.count ?? 0
        guard scan.counts[symbol] == places + 1, !changed.contains(symbol) else { return .variable }
        switch definitions[symbol]?.value {
        case .constant(let datum): return .constant(datum)
        case .function(let formals, let body):
            return program.declare(symbol, formals, body).map { .function($0) } ?? .variable
        case .computed: return .variable
        case .name, nil: return places == 0 ? nil : .variable
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
