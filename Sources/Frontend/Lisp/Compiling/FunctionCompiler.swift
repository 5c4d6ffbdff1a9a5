// Compiles the code of one function: expressions as spec/valkyria.md 1.3 evaluates them.

import Support

struct FunctionCompiler {
    var unit: ProgramCompiler
    var builder: CoreBuilder
    var scope: LispScope
    /// Names of functions around this one that it needs, with what it calls them.
    private(set) var captured: [(symbol: Symbol, local: LocalID)] = []

    init(_ unit: ProgramCompiler, _ builder: CoreBuilder, _ scope: LispScope) {
        self.unit = unit
        self.builder = builder
        self.scope = scope
    }

    var data: LispData { unit.program.data }
    var names: LispNames { unit.names }

    mutating func call(_ function: String, _ arguments: [CoreID]) -> CoreID {
        builder.node(.call(unit.library(function), arguments))
    }

    // MARK: Expressions

    mutating func expression(_ form: DatumID) -> CoreID {
        builder.span = data[form].span
        switch data[form].kind {
        case .number, .string, .error: return builder.node(.constant(form))
        case .null: return builder.null()
        case .symbol(let symbol): return name(symbol, form)
        case .list(let list, let isQuoted):
            return isQuoted ? builder.node(.constant(form)) : application(data.elements(list))
        }
    }

    /// A chosen branch: what a q-expression holds is run as one expression, all else is evaluated.
    mutating func branch(_ form: DatumID) -> CoreID {
        if case .list(let list, isQuoted: true) = data[form].kind { return application(data.elements(list)) }
        return expression(form)
    }

    /// Evaluates a list of `parts`, at least one.
    mutating func application(_ parts: [DatumID]) -> CoreID {
        if parts.count == 1 { return single(parts[0]) }
        if case .symbol(let head) = data[parts[0]].kind {
            if let node = syntax(head, parts) { return node }
            if scope.bindings[head] == nil, !isOuter(head), let node = known(head, Array(parts.dropFirst())) {
                return node
            }
        }
        let arguments = Array(parts.dropFirst())
        let head = builder.local("head")
        let assignment = builder.node(.assign(head, expression(parts[0])))
        let isError = builder.operation(.isError, builder.get(head))
        let value = unknownCall(builder.get(head), arguments)
        let choice = builder.node(.choose(isError, builder.get(head), value))
        return builder.node(.sequence([assignment, choice]))
    }

    private mutating func single(_ form: DatumID) -> CoreID {
        switch data[form].kind {
        case .number, .string, .null, .error, .list(_, isQuoted: true): return expression(form)
        case .symbol, .list: return call("%single", [expression(form)])
        }
    }

    /// A call of a function object with evaluated arguments.
    private mutating func unknownCall(_ function: CoreID, _ arguments: [DatumID]) -> CoreID {
        let values = arguments.map { expression($0) }
        if values.count <= 3 { return call("%call\(values.count)", [function] + values) }
        return call("%call-list", [function, list(values)])
    }

    /// A quoted list of values.
    private mutating func list(_ values: [CoreID]) -> CoreID {
        // The cells are made from the last on, but the values come first.
        let locals = values.map { value in
            let local = builder.local("element")
            return (local, builder.node(.assign(local, value)))
        }
        let cells = locals.reversed().reduce(builder.null()) { rest, element in
            builder.operation(.quotedPair, builder.get(element.0), rest)
        }
        return builder.node(.sequence(locals.map(\.1) + [cells]))
    }

    /// A call of a global function that is known; nil when it is none, or not with so many arguments.
    private mutating func known(_ symbol: Symbol, _ arguments: [DatumID]) -> CoreID? {
        switch unit.globals[symbol] {
        case .builtin(let global): return builtin(symbol, global, arguments)
        case .function(let function):
            if function.shape == arguments.count {
                return builder.node(.call(function.id, arguments.map { expression($0) }))
            }
            guard function.shape < 0, arguments.count >= -2 - function.shape else { return nil }
            return builder.node(.call(function.id, [list(arguments.map { expression($0) })]))
        case .constant, .variable, nil: return nil
        }
    }

    private mutating func builtin(_ symbol: Symbol, _ global: CoreGlobal, _ arguments: [DatumID]) -> CoreID? {
        let name = data.names.name(global.symbol)
        if arguments.count == 2 {
            if let direct = Self.binary[name] { return call(direct, arguments.map { expression($0) }) }
            if name == "==" || name == "!=", let node = comparison(arguments, isEqual: name == "==") { return node }
        }
        if name == "join", arguments.count == 2, let front = literalList(arguments[0]) {
            return prepend(front, arguments[1])
        }
        if global.shape == -1 {
            return builder.node(.call(global.function, [list(arguments.map { expression($0) })]))
        }
        guard Int(global.shape) == arguments.count else { return nil }
        return builder.node(.call(global.function, arguments.map { expression($0) }))
    }

    /// Builtins of any number of arguments, as functions of two.
    private static let binary = ["+": "%add2", "-": "%subtract2", "*": "%multiply2", "/": "%divide2"]

    /// `(== X nil)`; nil when neither side is.
    private mutating func comparison(_ arguments: [DatumID], isEqual: Bool) -> CoreID? {
        guard let place = arguments.firstIndex(where: isNull) else { return nil }
        let test = builder.operation(.isNull, expression(arguments[1 - place]))
        return isEqual ? test : builder.operation(.not, test)
    }

    /// Whether a form is certainly nil.
    private func isNull(_ form: DatumID) -> Bool {
        switch data[form].kind {
        case .null: return true
        case .symbol(let symbol):
            guard scope.bindings[symbol] == nil, !isOuter(symbol), case .constant(let datum) = unit.globals[symbol],
                case .null = data[datum].kind
            else { return false }
            return true
        case .number, .string, .list, .error: return false
        }
    }

    /// The forms of a call of `list`; nil for anything else.
    private func literalList(_ form: DatumID) -> [DatumID]? {
        guard case .list(let list, isQuoted: false) = data[form].kind else { return nil }
        let parts = data.elements(list)
        guard parts.count > 1, case .symbol(let head) = data[parts[0]].kind, scope.bindings[head] == nil,
            !isOuter(head), case .builtin(let global) = unit.globals[head], data.names.name(global.symbol) == "list"
        else { return nil }
        return Array(parts.dropFirst())
    }

    /// `(join (list FORM …) REST)`: the values in front of the rest, which is one more element when it is no list.
    private mutating func prepend(_ front: [DatumID], _ rest: DatumID) -> CoreID {
        let locals = front.map { form in
            let local = builder.local("element")
            return (local, builder.node(.assign(local, expression(form))))
        }
        let tail = call("%as-list", [expression(rest)])
        let local = builder.local("rest")
        let assignment = builder.node(.assign(local, tail))
        let cells = locals.reversed().reduce(builder.get(local)) { rest, element in
            builder.operation(.quotedPair, builder.get(element.0), rest)
        }
        return builder.node(.sequence(locals.map(\.1) + [assignment, cells]))
    }

    // MARK: Names

    private func isOuter(_ symbol: Symbol) -> Bool { scope.outer.contains { $0.contains(symbol) } }

    private mutating func name(_ symbol: Symbol, _ form: DatumID) -> CoreID {
        let text = data.names.name(symbol)
        if text.hasPrefix(":") { return builder.node(.symbol(symbol)) }
        switch scope.bindings[symbol] {
        case .local(let local):
            guard builder.function.locals[local].mayBeUnset else { return builder.get(local) }
            let isUnset = builder.operation(.isSame, builder.get(local), builder.node(.special(.unset)))
            return builder.node(.choose(isUnset, outerName(symbol), builder.get(local)))
        case .constant(let datum): return builder.node(.constant(datum))
        case nil: return outerName(symbol)
        }
    }

    /// What a name means outside of this function.
    private mutating func outerName(_ symbol: Symbol) -> CoreID {
        if isOuter(symbol) {
            let local = capture(symbol)
            let isUnset = builder.operation(.isSame, builder.get(local), builder.node(.special(.unset)))
            return builder.node(.choose(isUnset, global(symbol), builder.get(local)))
        }
        return global(symbol)
    }

    private mutating func capture(_ symbol: Symbol) -> LocalID {
        if let known = captured.first(where: { $0.symbol == symbol }) { return known.local }
        let local = builder.local(data.names.name(symbol))
        builder.function.locals[local].isShared = true
        builder.function.captured.append(local)
        captured.append((symbol, local))
        return local
    }

    private mutating func global(_ symbol: Symbol) -> CoreID {
        switch unit.globals[symbol] {
        case .builtin(let global): return builder.node(.function(global.function, global.shape, global.identity))
        case .function(let known): return builder.node(.function(known.id, known.shape, .lambda(known.identity)))
        case .constant(let datum): return builder.node(.constant(datum))
        case .variable: return builder.operation(.symbolValue, builder.node(.symbol(symbol)))
        case nil: return call("%global", [builder.node(.symbol(symbol))])
        }
    }

    // MARK: Syntax

    /// Forms that the compiler knows, where their names mean what they do in the language.
    private mutating func syntax(_ head: Symbol, _ parts: [DatumID]) -> CoreID? {
        if head == names.if {
            return (3...4).contains(parts.count)
                ? conditional(parts) : problem("if requires 2-3 arguments, got \(parts.count - 1)", parts[0])
        }
        if head == names.quote || head == names.quasiquote {
            guard parts.count == 2 else {
                return problem("\(data.names.name(head)) expects exactly 1 argument, got \(parts.count - 1)", parts[0])
            }
            return head == names.quote ? builder.node(.constant(parts[1])) : template(parts[1])
        }
        if head == names.with || head == names.withDeadline { return contextForm(head, parts) }
        if scope.bindings[head] != nil || isOuter(head) || unit.isRedefined(head) { return nil }
        if head == names.assign || head == names.define { return assignment(head, parts) }
        if head == names.lambda { return parts.count == 3 ? lambda(parts[1], parts[2]) : nil }
        if head == names.fun { return unit.hasPrelude && parts.count == 3 ? function(parts[1], parts[2]) : nil }
        if head == names.do { return doForm(Array(parts.dropFirst())) }
        if head == names.select { return select(Array(parts.dropFirst())) }
        if head == names.case { return !unit.hasPrelude ? nil : caseForm(parts[1], Array(parts.dropFirst(2))) }
        if head == names.let, unit.hasPrelude, parts.count == 2 { return letForm(parts[1]) }
        if head == names.asyncLet || head == names.asyncDo { return asyncForm(head, parts) }
        if head == names.load, parts.count == 2, case .string(let bytes) = data[parts[1]].kind {
            let path = String(decoding: bytes, as: UTF8.self)
            guard let file = unit.load(path) else { return call("%not-there", [expression(parts[1])]) }
            return builder.node(.sequence([builder.node(.call(file, [])), builder.null()]))
        }
        if head == names.eval, parts.count == 2, case .list(_, isQuoted: true) = data[parts[1]].kind {
            return branch(parts[1])
        }
        return nil
    }

    /// `(if CONDITION THEN ELSE)`: an error as the condition is the value.
    private mutating func conditional(_ parts: [DatumID]) -> CoreID {
        let condition = expression(parts[1])
        let local = builder.local("condition")
        let assignment = builder.node(.assign(local, condition))
        let isTrue = call("%truthy?", [builder.get(local)])
        let yes = parts.count > 2 ? branch(parts[2]) : builder.null()
        let no = parts.count > 3 ? branch(parts[3]) : builder.null()
        let isError = builder.operation(.isError, builder.get(local))
        let choice = builder.node(.choose(isTrue, yes, no))
        let node = builder.node(.choose(isError, builder.get(local), choice))
        return builder.node(.sequence([assignment, node]))
    }

    /// `(= {NAME …} VALUE …)` and `(def {NAME …} VALUE …)`.
    private mutating func assignment(_ head: Symbol, _ parts: [DatumID]) -> CoreID? {
        guard case .list(let list, isQuoted: true) = data[parts[1]].kind else { return nil }
        var targets: [Symbol] = []
        for datum in data.elements(list) {
            guard case .symbol(let symbol) = data[datum].kind else { return nil }
            targets.append(symbol)
        }
        guard targets.count == parts.count - 2 else { return nil }
        let forms = Array(parts.dropFirst(2))
        if scope.isTopLevel, targets.allSatisfy(unit.isKnown) {
            let nodes = zip(targets, forms).map { builder.node(.define($0, knownValue($0, $1))) }
            return builder.node(.sequence(nodes + [builder.null()]))
        }
        let values = zip(targets, forms).map { target, form in
            scope.isTopLevel && unit.isKnown(target) ? knownValue(target, form) : expression(form)
        }
        let locals = values.map { _ in builder.local("value") }
        let evaluated = zip(locals, values).map { builder.node(.assign($0, $1)) }
        if head == names.define {
            return builder.node(.sequence(evaluated + [definitions(Array(zip(targets, locals))[...])]))
        }
        var nodes = evaluated
        for (target, (local, form)) in zip(targets, zip(locals, forms)) {
            let value = settled(builder.get(local), form)
            if case .local(let variable) = scope.bindings[target] {
                nodes.append(builder.node(.assign(variable, value)))
            } else {
                nodes.append(builder.operation(.setSymbolValue, builder.node(.symbol(target)), value))
            }
        }
        return builder.node(.sequence(nodes + [builder.null()]))
    }

    /// The value of a name that always stands for the same, where it is defined.
    private mutating func knownValue(_ target: Symbol, _ form: DatumID) -> CoreID {
        if case .function(let known) = unit.globals[target], let parts = data.elements(form), parts.count == 3,
            case .symbol(names.lambda) = data[parts[0]].kind
        {
            _ = lambda(parts[1], parts[2], known)
        }
        return global(target)
    }

    /// The value that a name is given: a symbol means what it stands for.
    private mutating func settled(_ value: CoreID, _ form: DatumID) -> CoreID {
        switch data[form].kind {
        case .number, .string, .null, .list(_, isQuoted: true): return value
        case .symbol, .error, .list: return call("%settled", [value, builder.null()])
        }
    }

    /// Sets globals one after the other; nil, or the first error among the values.
    private mutating func definitions(_ pairs: ArraySlice<(Symbol, LocalID)>) -> CoreID {
        guard let (symbol, local) = pairs.first else { return builder.null() }
        let result = call("%define", [builder.node(.symbol(symbol)), builder.get(local)])
        if pairs.count == 1 { return result }
        let problem = builder.local("problem")
        let assignment = builder.node(.assign(problem, result))
        let isError = builder.operation(.isError, builder.get(problem))
        let rest = definitions(pairs.dropFirst())
        return builder.node(
            .sequence([assignment, builder.node(.choose(isError, builder.get(problem), rest))]))
    }

    /// `(do FORM …)`: values that are code themselves are run once more. What a function of the program returns last is
    /// taken as it is, so that the call is a tail call.
    private mutating func doForm(_ forms: [DatumID]) -> CoreID {
        var nodes: [CoreID] = []
        for (place, form) in forms.enumerated() {
            let value = expression(form)
            nodes.append(
                mayBeCode(form, isLast: place == forms.count - 1) ? call("%eval", [value, builder.null()]) : value)
        }
        return nodes.isEmpty ? builder.null() : builder.node(.sequence(nodes))
    }

    private func mayBeCode(_ form: DatumID, isLast: Bool) -> Bool {
        switch data[form].kind {
        case .number, .string, .null, .error, .list(_, isQuoted: true): return false
        case .symbol: return true
        case .list(let list, _):
            guard case .symbol(let head) = data[data.elements(list)[0]].kind else { return !isLast }
            if Self.settledBuiltins.contains(data.names.name(head)) { return false }
            if case .builtin = unit.globals[head] { return true }
            return !isLast || head == names.quote || head == names.quasiquote
        }
    }

    /// Forms whose values are never symbols or lists in parentheses.
    private static let settledBuiltins: Set<String> = [
        "=", "def", "fun", "\\", "print", "printf", "println", "+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=",
        "len", "str", "list", "error", "error?", "list?",
    ]

    /// `(fun {NAME FORMAL …} {BODY})`: a global function that sees nothing of where it is written.
    private mutating func function(_ header: DatumID, _ body: DatumID) -> CoreID? {
        guard let symbols = parameters(header), let name = symbols.first else { return nil }
        var inner = LispScope()
        inner.bindings[unit.program.data.intern(Array("_fn".utf8), 0..<3)] = .constant(header)
        inner.bindings[unit.program.data.intern(Array("_body".utf8), 0..<5)] = .constant(body)
        var known: KnownFunction?
        if scope.isTopLevel, case .function(let function) = unit.globals[name] { known = function }
        guard let value = lambda(Array(symbols.dropFirst()), body, inner, data.names.name(name), known) else {
            return nil
        }
        if known != nil {
            return builder.node(.sequence([builder.node(.define(name, global(name))), builder.null()]))
        }
        let symbol = builder.node(.symbol(name))
        return builder.node(.sequence([builder.operation(.setSymbolValue, symbol, value), builder.null()]))
    }

    /// `(\ {FORMAL …} {BODY})`.
    private mutating func lambda(_ formals: DatumID, _ body: DatumID, _ known: KnownFunction? = nil) -> CoreID? {
        guard let symbols = parameters(formals) else { return nil }
        var inner = LispScope()
        inner.outer = [scope.own] + scope.outer
        return lambda(symbols, body, inner, known.map { unit.program.functions[$0.id].name } ?? "lambda", known)
    }

    /// `(let {BODY})`: the body as a function that sees nothing of where it is written.
    private mutating func letForm(_ body: DatumID) -> CoreID? {
        lambda([], body, LispScope(), "let").map { call("%call0", [$0]) }
    }

    /// The names of a literal list of formals.
    private func parameters(_ formals: DatumID) -> [Symbol]? {
        switch data[formals].kind {
        case .null: return []
        case .list(let list, isQuoted: true):
            var symbols: [Symbol] = []
            for datum in data.elements(list) {
                guard case .symbol(let symbol) = data[datum].kind else { return nil }
                symbols.append(symbol)
            }
            return symbols
        case .number, .symbol, .string, .list, .error: return nil
        }
    }

    // MARK: Functions

    /// A function object; the code goes to `known` when the function is that one.
    private mutating func lambda(
        _ formals: [Symbol], _ body: DatumID, _ around: LispScope, _ name: String, _ known: KnownFunction? = nil
    ) -> CoreID? {
        guard let shape = unit.shape(formals, body), let forms = data.elements(body) else { return nil }
        let identity = unit.identity(formals, body)
        let id = known?.id ?? unit.program.functions.append(CoreFunction(name: name))
        var inner = FunctionCompiler(unit, CoreBuilder(id, "\(name).\(id.rawValue)", data[body].span), around)
        let fixed = Int(shape < 0 ? -2 - shape : shape)
        inner.enter(formals.filter { $0 != names.rest }, fixed, forms)
        inner.builder.function.body = inner.body(forms)
        unit = inner.unit
        unit.program.functions[id] = inner.builder.function
        let cells = inner.captured.map { shared($0.symbol) }
        let code = builder.node(.code(id, cells))
        return builder.operation(
            .newFunction, code, builder.node(.integer(shape)), builder.node(.integer(identity)))
    }

    /// The cell of a name that a function inside needs.
    private mutating func shared(_ symbol: Symbol) -> LocalID {
        if case .local(let local) = scope.bindings[symbol] { return local }
        return capture(symbol)
    }

    /// Declares parameters and the names that the body sets.
    private mutating func enter(_ formals: [Symbol], _ fixed: Int, _ forms: [DatumID]) {
        let use = NameUse(forms, data, names)
        scope.own = Set(formals).union(use.assigned)
        for (place, symbol) in formals.enumerated() {
            let local = builder.local(data.names.name(symbol))
            builder.function.locals[local].isShared = use.captured.contains(symbol)
            scope.bindings[symbol] = .local(local)
            if place < fixed { builder.function.parameters.append(local) }
        }
        for symbol in use.assigned where !formals.contains(symbol) {
            let local = builder.local(data.names.name(symbol))
            builder.function.locals[local].isShared = use.captured.contains(symbol)
            builder.function.locals[local].mayBeUnset = true
            scope.bindings[symbol] = .local(local)
        }
        if fixed < formals.count { takeList(formals, fixed) }
    }

    /// A function with a rest takes one list, and gives its first elements to the formals.
    private mutating func takeList(_ formals: [Symbol], _ fixed: Int) {
        builder.function.parameters = [builder.local("arguments")]
        var rest = builder.get(builder.function.parameters[0])
        for symbol in formals {
            guard case .local(let local) = scope.bindings[symbol] else { continue }
            if symbol == formals.last {
                prologue.append(builder.node(.assign(local, rest)))
                break
            }
            prologue.append(builder.node(.assign(local, builder.operation(.head, rest))))
            rest = builder.operation(.tail, rest)
        }
    }

    /// What runs before the body.
    private var prologue: [CoreID] = []

    /// A body whose first element is a list is a sequence, which ends at the first error; else it is one expression.
    private mutating func body(_ forms: [DatumID]) -> CoreID {
        var value = builder.null()
        if let first = forms.first {
            switch data[first].kind {
            case .list, .null: value = sequence(forms[...])
            case .number, .symbol, .string, .error: value = application(forms)
            }
        }
        return prologue.isEmpty ? value : builder.node(.sequence(prologue + [value]))
    }

    private mutating func sequence(_ forms: ArraySlice<DatumID>) -> CoreID {
        guard let first = forms.first else { return builder.null() }
        let value = expression(first)
        if forms.count == 1 { return value }
        let local = builder.local("value")
        let assignment = builder.node(.assign(local, value))
        let isError = builder.operation(.isError, builder.get(local))
        let rest = sequence(forms.dropFirst())
        return builder.node(.sequence([assignment, builder.node(.choose(isError, builder.get(local), rest))]))
    }
}
