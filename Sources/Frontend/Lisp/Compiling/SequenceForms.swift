// `do`: forms one after the other. The value of each is run once more when it is code. What a call of a function of the
// program returns last is taken as it is, so that the call is a tail call; that holds through `if`, `select` and `do`.
// The evaluator does the same (library/eval.valk).

import Support

extension FunctionCompiler {
    /// `(do FORM …)`.
    mutating func doForm(_ forms: [DatumID]) -> CoreID {
        guard let last = forms.last else { return builder.null() }
        let nodes = forms.dropLast().map { form in
            let value = expression(form)
            return isSettled(form) ? value : again(value)
        }
        return builder.node(.sequence(nodes + [lastForm(last)]))
    }

    /// An arm of a form that chooses.
    mutating func arm(_ form: DatumID, isLast: Bool) -> CoreID {
        guard isLast else { return branch(form) }
        if case .list(let list, isQuoted: true) = data[form].kind { return lastApplication(data.elements(list)) }
        return lastForm(form)
    }

    /// What a value is when it is run as code.
    private mutating func again(_ value: CoreID) -> CoreID { call("%eval", [value, builder.null()]) }

    // MARK: The last form

    private mutating func lastForm(_ form: DatumID) -> CoreID {
        switch data[form].kind {
        case .number, .string, .null, .error, .list(_, isQuoted: true): return expression(form)
        case .symbol: return again(expression(form))
        case .list(let list, isQuoted: false):
            builder.span = data[form].span
            return lastApplication(data.elements(list))
        }
    }

    private mutating func lastApplication(_ parts: [DatumID]) -> CoreID {
        if case .symbol(let head) = data[parts[0]].kind {
            if parts.count > 1, let node = lastSyntax(head, parts) { return node }
            if scope.bindings[head] == nil, !isOuter(head) {
                switch unit.globals[head] {
                case .builtin:
                    let value = application(parts)
                    return Self.settledBuiltins.contains(data.names.name(head)) ? value : again(value)
                case .function: return application(parts)
                case .constant, .variable, nil: break
                }
            }
        }
        if parts.count == 1 { return lastSingle(parts[0]) }
        return lastCall(parts[0], Array(parts.dropFirst()))
    }

    private mutating func lastSingle(_ form: DatumID) -> CoreID {
        switch data[form].kind {
        case .number, .string, .null, .error, .list(_, isQuoted: true): return expression(form)
        case .symbol, .list: return call("%last-single", [expression(form)])
        }
    }

    private mutating func lastSyntax(_ head: Symbol, _ parts: [DatumID]) -> CoreID? {
        if head == names.if {
            return (3...4).contains(parts.count) ? conditional(parts, isLast: true) : application(parts)
        }
        let isOwn = scope.bindings[head] != nil || isOuter(head) || unit.isRedefined(head)
        if !isOwn, head == names.do { return doForm(Array(parts.dropFirst())) }
        if !isOwn, head == names.select, let node = select(Array(parts.dropFirst()), isLast: true) { return node }
        guard let node = syntax(head, parts) else { return nil }
        let settled = [names.assign, names.define, names.lambda, names.fun, names.let, names.load]
        return settled.contains(head) ? node : again(node)
    }

    /// A call of what is only known when the program runs: what a builtin returns may be code.
    private mutating func lastCall(_ function: DatumID, _ arguments: [DatumID]) -> CoreID {
        let head = builder.local("head")
        let assignment = builder.node(.assign(head, expression(function)))
        let locals = arguments.map { form in
            let local = builder.local("argument")
            return (local, builder.node(.assign(local, expression(form))))
        }
        let once = unknownCall(builder.get(head), locals.map { builder.get($0.0) })
        let isBuiltin = call("%builtin?", [builder.get(head)])
        let twice = again(unknownCall(builder.get(head), locals.map { builder.get($0.0) }))
        let value = builder.node(.sequence(locals.map(\.1) + [builder.node(.choose(isBuiltin, twice, once))]))
        let isError = builder.operation(.isError, builder.get(head))
        return builder.node(.sequence([assignment, builder.node(.choose(isError, builder.get(head), value))]))
    }

    // MARK: Values that are no code

    private func isSettled(_ form: DatumID) -> Bool {
        switch data[form].kind {
        case .number, .string, .null, .error, .list(_, isQuoted: true): return true
        case .symbol: return false
        case .list(let list, isQuoted: false):
            let parts = data.elements(list)
            guard case .symbol(let head) = data[parts[0]].kind, scope.bindings[head] == nil, !isOuter(head),
                case .builtin = unit.globals[head]
            else { return false }
            return Self.settledBuiltins.contains(data.names.name(head))
        }
    }

    /// Builtins whose values are never symbols or lists in parentheses.
    private static let settledBuiltins: Set<String> = [
        "=", "def", "fun", "\\", "print", "printf", "println", "+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=",
        "len", "str", "list", "error", "error?", "list?",
    ]
}
