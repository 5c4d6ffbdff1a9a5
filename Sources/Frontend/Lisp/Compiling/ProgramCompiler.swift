// Compiles programs: the forms of spec/valkyria.md 1.3 to 1.6 to the core language.

import Support

/// A program in the making.
struct ProgramCompiler {
    var program: CoreProgram
    /// Names that the program gives values of its own, so that they are no builtins any more.
    private(set) var redefined: Set<Symbol> = []
    let names: LispNames
    private var identities: [String: Int64] = [:]
    /// The forms of the files that the program loads by a literal name.
    private let loaded: [String: [DatumID]]

    /// The whole program, with an entry that runs `files` one after the other.
    static func compile(
        _ files: [[DatumID]], _ library: CoreProgram, loaded: [String: [DatumID]]
    ) -> CoreProgram {
        var compiler = ProgramCompiler(library, loaded)
        for file in files { for form in file { compiler.findRedefined(form) } }
        compiler.compileEntry(files)
        return compiler.program
    }

    private init(_ library: CoreProgram, _ loaded: [String: [DatumID]]) {
        program = library
        self.loaded = loaded
        names = LispNames(&program.data)
    }

    var data: LispData { program.data }

    /// The builtin function of that name.
    func builtin(_ symbol: Symbol) -> CoreGlobal? {
        redefined.contains(symbol) ? nil : program.globals.first { $0.symbol == symbol }
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
        case .symbol(let symbol): return (symbol == names.eval || symbol == names.penv) && !redefined.contains(symbol)
        case .list(let list, _):
            var parts = data.elements(list)
            // Literal code is compiled where it stands.
            if parts.count == 2, case .symbol(names.eval) = data[parts[0]].kind,
                case .list(_, isQuoted: true) = data[parts[1]].kind
            {
                parts.removeFirst()
            }
            return parts.contains(where: isDynamic)
        }
    }

    /// A function of the library.
    func library(_ name: String) -> CoreFunctionID {
        guard let symbol = data.names.find(name), let id = program.names[symbol] else {
            preconditionFailure("FrontendLisp: the library has no function '\(name)'")
        }
        return id
    }

    // MARK: Names with a new meaning

    /// Looks for `=` and `def` with literal names, wherever they are.
    private mutating func findRedefined(_ form: DatumID) {
        if case .symbol(names.read) = data[form].kind { program.needsSymbols = true }
        guard case .list(let list, _) = data[form].kind else { return }
        let parts = data.elements(list)
        if parts.count > 1, case .symbol(let head) = data[parts[0]].kind,
            [names.assign, names.define, names.fun].contains(head), let targets = data.elements(parts[1])
        {
            for target in head == names.fun ? Array(targets.prefix(1)) : targets {
                if case .symbol(let symbol) = data[target].kind { redefined.insert(symbol) }
            }
        }
        for part in parts { findRedefined(part) }
    }

    // MARK: Entry

    private mutating func compileEntry(_ files: [[DatumID]]) {
        let entry = program.functions.append(CoreFunction(name: "lisp.main"))
        var builder = CoreBuilder(entry, "lisp.main", nil)
        let runs = files.map { builder.node(.call(file($0, endsAtError: true), [])) }
        let status = builder.node(.call(library("%exit-status"), []))
        builder.function.body = builder.node(.sequence(runs + [status]))
        builder.function.result = .word
        program.functions[entry] = builder.function
        program.entry = entry
    }

    /// A function that runs the forms of a file, each of which is a function too. A form whose value is an error is
    /// shown; in files that are not loaded it ends the file.
    private mutating func file(_ forms: [DatumID], endsAtError: Bool) -> CoreFunctionID {
        let id = program.functions.append(CoreFunction(name: "lisp.file"))
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
        return id
    }

    /// The function of a literal `(load "FILE")`, compiled where it stands; nil for files that are not there.
    mutating func load(_ path: String) -> CoreFunctionID? { loaded[path].map { file($0, endsAtError: false) } }

    private mutating func topLevel(_ form: DatumID) -> CoreFunctionID {
        let id = program.functions.append(CoreFunction(name: "lisp.form"))
        let builder = CoreBuilder(id, "lisp.form.\(id.rawValue)", data[form].span)
        var compiler = FunctionCompiler(self, builder, LispScope())
        compiler.builder.function.body = compiler.expression(form)
        self = compiler.unit
        program.functions[id] = compiler.builder.function
        return id
    }
}

/// Symbols that the compiler looks for.
struct LispNames {
    let quote, quasiquote, unquote, splice, `if`, assign, define, lambda, fun, `do`, select, `case`, `let`, eval, penv, read: Symbol
    let load, rest, asyncLet, asyncDo, with, withDeadline: Symbol

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
    }
}
