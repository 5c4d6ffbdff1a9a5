// Calls: of known functions directly, of all others through function objects.

import Support

extension FunctionCompiler {
    mutating func single(_ form: DatumID) -> CoreID {
        switch data[form].kind {
        case .number, .string, .null, .error, .list(_, isQuoted: true): return expression(form)
        case .symbol, .list: return call("%single", [expression(form)])
        }
    }

    /// A call of a function object with evaluated arguments.
    mutating func unknownCall(_ function: CoreID, _ arguments: [DatumID]) -> CoreID {
        unknownCall(function, arguments.map { expression($0) })
    }

    mutating func unknownCall(_ function: CoreID, _ values: [CoreID]) -> CoreID {
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
    mutating func known(_ symbol: Symbol, _ arguments: [DatumID]) -> CoreID? {
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
            if let direct = global.binary {
                return builder.node(.call(direct, arguments.map { expression($0) }))
            }
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
}
