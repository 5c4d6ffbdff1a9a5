// Compiles programs: the forms of spec/valkyria.md 1.3 to 1.6 to the core language.

import Support

/// A program in the making.
struct ProgramCompiler {
    var program: CoreProgram
    let names: LispNames
    private var globalNames = GlobalNames()
    private let scan: DefinitionScan
    /// What is wrong with the code so far, as far as that can be known.
    var checks: CodeChecks
    private var identities: [String: Int64] = [:]
    /// The forms of the files that the program loads by a literal name.
    private let loaded: [String: [DatumID]]
    /// The functions that run them.
    private var loaders: [String: CoreFunctionID] = [:]

    /// The whole program, with an entry that runs `files` one after the other.
    static func compile(
        _ files: [[DatumID]], _ library: CoreProgram, loaded: [String: [DatumID]]
    ) -> Compiled {
        var compiler = ProgramCompiler(files, library, loaded)
        compiler.program.needsSymbols = compiler.scan.readsText
        compiler.globalNames = GlobalAnalysis.settled(files, &compiler, loaded: loaded, compiler.scan)
        compiler.compileEntry(files)
        return Compiled(program: compiler.program, scan: compiler.scan, checks: compiler.checks)
    }

    /// A program with what has been found out about it.
    struct Compiled {
        let program: CoreProgram
        let scan: DefinitionScan
        let checks: CodeChecks
    }

    private init(_ files: [[DatumID]], _ library: CoreProgram, _ loaded: [String: [DatumID]]) {
        program = library
        self.loaded = loaded
        names = LispNames(&program.data)
        let forms = files.flatMap { $0 } + loaded.keys.sorted().flatMap { loaded[$0] ?? [] }
        scan = DefinitionScan.of(forms, program.data, names)
        checks = CodeChecks(scan, library, names)
    }

    var data: LispData { program.data }

    /// What global names stand for; those that are not here may stand for anything or nothing.
    var globals: [Symbol: LispGlobal] { globalNames.values }

    /// Whether nothing ever sees the value that a definition at the top of a file gives a name.
    func isSuperseded(_ symbol: Symbol, by place: DatumID) -> Bool {
        globalNames.superseded[symbol]?.contains(place) == true
    }

    /// Whether the program gives a name of the language another meaning.
    func isRedefined(_ symbol: Symbol) -> Bool { scan.counts[symbol] != nil }

    /// Whether a global name always stands for the same value.
    func isKnown(_ symbol: Symbol) -> Bool {
        switch globals[symbol] {
        case .builtin, .function, .constant: true
        case .variable, nil: false
        }
    }

    /// Whether the forms of the prelude are there: `fun`, `let` and `case`.
    var hasPrelude: Bool { loaded["src/prelude.valk"] != nil }

    /// A function that is known by its name, before its code is compiled; nil when it cannot be compiled ahead.
    mutating func declare(_ symbol: Symbol, _ formals: [Symbol], _ body: DatumID) -> KnownFunction? {
        guard let shape = shape(formals, body) else { return nil }
        let name = data.names.name(symbol)
        let id = program.functions.append(CoreFunction(name: name))
        return KnownFunction(id: id, shape: shape, identity: identity(formals, body))
    }

    /// The number of arguments, or -2 - N for at least N; nil for functions that are left to the evaluator.
    func shape(_ formals: [Symbol], _ body: DatumID) -> Int64? {
        if case .list(_, isQuoted: false) = data[body].kind { return nil }
        guard data.elements(body) != nil, !isDynamic(body) else { return nil }
        let fixed = formals.firstIndex(of: names.rest) ?? formals.count
        // What follows the rest of the arguments is left to the evaluator.
        guard fixed == formals.count || fixed + 2 == formals.count, fixed <= 6 else { return nil }
        return fixed == formals.count ? Int64(fixed) : Int64(-2 - fixed)
    }

    /// The number of a lambda: two with the same formals and body are equal functions.
    mutating func identity(_ formals: [Symbol], _ body: DatumID) -> Int64 {
        let text = formals.map(data.names.name).joined(separator: " ") + " " + data.text(body)
        if let known = identities[text] { return known }
        identities[text] = Int64(identities.count)
        return Int64(identities.count - 1)
    }

    /// Whether code names something that needs to see the variables around it at run time.
    func isDynamic(_ form: DatumID) -> Bool {
        switch data[form].kind {
        case .number, .string, .null, .error: return false
        case .symbol(let symbol):
            return (symbol == names.eval || symbol == names.penv || symbol == names.load) && !isRedefined(symbol)
        case .list(let list, _):
            var parts = data.elements(list)
            // Literal code is compiled where it stands.
            if parts.count == 2, isLiteral(parts[0], parts[1]) { parts.removeFirst() }
            return parts.contains(where: isDynamic)
        }
    }

    /// Whether it is `eval` of code, or `load` of a path, that the compiler sees.
    private func isLiteral(_ head: DatumID, _ operand: DatumID) -> Bool {
        switch (data[head].kind, data[operand].kind) {
        case (.symbol(names.eval), .list(_, isQuoted: true)), (.symbol(names.load), .string): true
        default: false
        }
    }

    /// A function of the library.
    func library(_ name: String) -> CoreFunctionID { program.library(name) }

    // MARK: Entry

    private mutating func compileEntry(_ files: [[DatumID]]) {
        let entry = program.functions.append(CoreFunction(name: "lisp.main"))
        var builder = CoreBuilder(entry, "lisp.main", nil)
        let runs = files.map { forms in
            let id = program.functions.append(CoreFunction(name: "lisp.file"))
            file(forms, endsAtError: true, id)
            return builder.node(.call(id, []))
        }
        let status = builder.node(.call(library("%exit-status"), []))
        builder.function.body = builder.node(.sequence(runs + [status]))
        builder.function.result = .word
        program.functions[entry] = builder.function
        program.entry = entry
    }

    /// A function that runs the forms of a file, each of which is a function too. A form whose value is an error is
    /// shown; in files that are not loaded it ends the file.
    private mutating func file(_ forms: [DatumID], endsAtError: Bool, _ id: CoreFunctionID) {
        var builder = CoreBuilder(id, "lisp.file.\(id.rawValue)", nil)
        let functions = forms.map { topLevel($0) }
        let run = functions.reversed().reduce(builder.null()) { rest, form in
            let local = builder.local("value")
            let assignment = builder.node(.assign(local, builder.node(.call(form, []))))
            let isError = builder.operation(.isError, builder.get(local))
            let shown = builder.node(.call(library("%show-error"), [builder.get(local)]))
            if endsAtError {
                return builder.node(.sequence([assignment, builder.node(.choose(isError, shown, rest))]))
            }
            return builder.node(
                .sequence([assignment, builder.node(.choose(isError, shown, builder.null())), rest]))
        }
        builder.function.body = run
        program.functions[id] = builder.function
    }

    /// The function of a literal `(load "FILE")`, compiled where it stands; nil for files that are not there.
    mutating func load(_ path: String) -> CoreFunctionID? {
        if let known = loaders[path] { return known }
        guard let forms = loaded[path] else { return nil }
        let id = program.functions.append(CoreFunction(name: "lisp.file"))
        loaders[path] = id
        file(forms, endsAtError: false, id)
        return id
    }

    private mutating func topLevel(_ form: DatumID) -> CoreFunctionID {
        let id = program.functions.append(CoreFunction(name: "lisp.form"))
        let builder = CoreBuilder(id, "lisp.form.\(id.rawValue)", data[form].span)
        var scope = LispScope()
        scope.isTopLevel = true
        var compiler = FunctionCompiler(take(), builder, scope)
        compiler.builder.function.body = compiler.expression(form)
        self = compiler.unit.take()
        program.functions[id] = compiler.builder.function
        return id
    }

    /// Hands the program over: with two owners each change would copy it. Nothing may be asked of what is left behind.
    mutating func take() -> ProgramCompiler {
        let taken = self
        program = CoreProgram(data: LispData())
        identities = [:]
        loaders = [:]
        return taken
    }
}

/// Symbols that the compiler looks for.
struct LispNames {
    let quote, quasiquote, unquote, splice, `if`, assign, define, lambda, fun, `do`, select, `case`, `let`, eval, penv,
        read: Symbol
    let load, rest, asyncLet, asyncDo, with, withDeadline: Symbol
    /// What the library sets when programs run.
    let setByLibrary: Set<Symbol>
    /// Forms that run what stands in braces in the function around them, or in one of their own.
    let codeForms: Set<Symbol>

    init(_ data: inout LispData) {
        func name(_ text: String) -> Symbol { data.intern(Array(text.utf8), 0..<text.utf8.count) }
        quote = name("quote")
        quasiquote = name("quasiquote")
        unquote = name("unquote")
        splice = name("unquote-splicing")
        `if` = name("if")
        assign = name("=")
        define = name("def")
        lambda = name("\\")
        fun = name("fun")
        `do` = name("do")
        select = name("select")
        `case` = name("case")
        `let` = name("let")
        eval = name("eval")
        penv = name("penv")
        read = name("read")
        load = name("load")
        rest = name("&")
        asyncLet = name("aio/let")
        asyncDo = name("aio/do")
        with = name("ctx/with")
        withDeadline = name("ctx/with-deadline")
        setByLibrary = [name("VALK_EXIT_CODE")]
        codeForms = [lambda, fun, select, `let`, eval, asyncLet, asyncDo, with, withDeadline]
    }
}
