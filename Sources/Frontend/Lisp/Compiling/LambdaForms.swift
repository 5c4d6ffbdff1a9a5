// Functions: `fun`, `\` and `let`, and the code of their bodies.

import Support

extension FunctionCompiler {
    /// `(fun {NAME FORMAL …} {BODY})`: a global function that sees nothing of where it is written.
    mutating func function(_ header: DatumID, _ body: DatumID) -> CoreID? {
        guard let symbols = parameters(header), let name = symbols.first else { return nil }
        if scope.isTopLevel, unit.isSuperseded(name, by: body) { return builder.null() }
        var inner = scope.blind
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
    mutating func lambda(_ formals: DatumID, _ body: DatumID, _ known: KnownFunction? = nil) -> CoreID? {
        guard let symbols = parameters(formals) else { return nil }
        var inner = LispScope()
        inner.outer = [scope.own] + scope.outer
        inner.outOfSight = scope.outOfSight
        return lambda(symbols, body, inner, known.map { unit.program.functions[$0.id].name } ?? "lambda", known)
    }

    /// `(let {BODY})`: the body as a function that sees nothing of where it is written.
    mutating func letForm(_ body: DatumID) -> CoreID? {
        lambda([], body, scope.blind, "let").map { call("%call0", [$0]) }
    }

    /// The names of a literal list of formals.
    func parameters(_ formals: DatumID) -> [Symbol]? {
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

    /// A function object; the code goes to `known` when the function is that one.
    mutating func lambda(
        _ formals: [Symbol], _ body: DatumID, _ around: LispScope, _ name: String, _ known: KnownFunction? = nil
    ) -> CoreID? {
        guard let shape = unit.shape(formals, body), let forms = data.elements(body) else { return nil }
        let identity = unit.identity(formals, body)
        let id = known?.id ?? unit.program.functions.append(CoreFunction(name: name))
        let span = data[body].span
        var inner = FunctionCompiler(unit.take(), CoreBuilder(id, "\(name).\(id.rawValue)", span), around)
        let fixed = Int(shape < 0 ? -2 - shape : shape)
        inner.enter(formals.filter { $0 != names.rest }, fixed, forms)
        inner.builder.function.body = inner.body(forms)
        unit = inner.unit.take()
        unit.program.functions[id] = inner.builder.function
        let captured = inner.captured.map { variable($0.symbol) }
        let code = builder.node(.code(id, captured))
        return builder.operation(
            .newFunction, code, builder.node(.integer(shape)), builder.node(.integer(identity)))
    }

    /// The variable of a name that a function inside needs.
    private mutating func variable(_ symbol: Symbol) -> LocalID {
        if case .local(let local) = scope.bindings[symbol] { return local }
        return capture(symbol)
    }

    /// Declares parameters and the names that the body sets.
    private mutating func enter(_ formals: [Symbol], _ fixed: Int, _ forms: [DatumID]) {
        let use = NameUse(forms, data, names)
        scope.own = LispFrame(
            names: Set(formals).union(use.assigned), settled: Set(formals).subtracting(use.assigned))
        for (place, symbol) in formals.enumerated() {
            let local = builder.local(data.names.name(symbol))
            builder.function.locals[local].isShared =
                use.captured.contains(symbol) && !scope.own.settled.contains(symbol)
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
