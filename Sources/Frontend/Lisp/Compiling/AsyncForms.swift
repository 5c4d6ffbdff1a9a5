// `aio/let` and `aio/do`: literal ones become nested `aio/then`, so that each step sees the names bound before it.
// library/async.valk writes the same code for those that are not literal.

import Support

/// Writes the code that asynchronous forms stand for.
struct AsyncForms {
    var data: LispData
    let span: SourceSpan

    /// `(aio/do {FORM … (<- NAME HANDLE) …})`.
    mutating func sequence(_ statements: ArraySlice<DatumID>) -> DatumID {
        guard let first = statements.first else { return form("aio/pure", [data.add(.null, span)]) }
        let rest = statements.dropFirst()
        if let (name, handle) = binding(first) {
            return rest.isEmpty ? handle : then(handle, name, [sequence(rest)])
        }
        return rest.isEmpty ? form("aio/pure", [first]) : form("do", [first, sequence(rest)])
    }

    /// The name and the handle of `(<- NAME HANDLE)`.
    private func binding(_ statement: DatumID) -> (DatumID, DatumID)? {
        guard let parts = data.elements(statement), parts.count == 3, data.name(parts[0]) == "<-" else { return nil }
        return (parts[1], parts[2])
    }

    /// `(aio/let {((NAME HANDLE) … :then (NAME HANDLE) …)} {BODY})`: groups between `:then` run side by side. Nil when
    /// the bindings are no such list.
    mutating func binding(_ bindings: DatumID, _ body: DatumID) -> DatumID? {
        guard var items = data.elements(bindings) else { return nil }
        if let first = items.first, let inner = data.elements(first), let item = inner.first, data.elements(item) != nil
        {
            items = inner
        }
        var groups: [[(name: DatumID, handle: DatumID)]] = [[]]
        for item in items {
            if data.name(item) == ":then" {
                groups.append([])
                continue
            }
            guard let parts = data.elements(item), parts.count == 2, data.name(parts[0]) != nil else { return nil }
            groups[groups.count - 1].append((parts[0], parts[1]))
        }
        let value = form("aio/pure", [code(body)])
        return groups.reversed().reduce(value) { body, group in add(group, around: body) }
    }

    /// The code of a body: a sequence, one expression, or a value.
    private mutating func code(_ body: DatumID) -> DatumID {
        guard let parts = data.elements(body), let first = parts.first else { return body }
        if parts.count == 1 { return first }
        return data.elements(first) == nil ? data.list(parts, isQuoted: false, span) : form("do", parts)
    }

    private mutating func add(_ group: [(name: DatumID, handle: DatumID)], around body: DatumID) -> DatumID {
        guard let first = group.first else { return body }
        if group.count == 1 { return then(first.handle, first.name, [body]) }
        let all = form("aio/all", [form("list", group.map(\.handle))])
        let results = data.symbol("_results", span)
        var forms: [DatumID] = []
        for (name, _) in group {
            forms.append(form("=", [quoted([name]), form("head", [results])]))
            forms.append(form("=", [quoted([results]), form("tail", [results])]))
        }
        return then(all, results, forms + [body])
    }

    private mutating func then(_ handle: DatumID, _ name: DatumID, _ body: [DatumID]) -> DatumID {
        form("aio/then", [handle, form("\\", [quoted([name]), quoted(body)])])
    }

    private mutating func form(_ head: String, _ parts: [DatumID]) -> DatumID {
        data.list([data.symbol(head, span)] + parts, isQuoted: false, span)
    }

    private mutating func quoted(_ parts: [DatumID]) -> DatumID { data.list(parts, isQuoted: true, span) }
}

extension FunctionCompiler {
    /// `(aio/do {…})` or `(aio/let {…} {…})`; nil when it is not literal.
    mutating func asyncForm(_ head: Symbol, _ parts: [DatumID]) -> CoreID? {
        for part in parts.dropFirst() {
            switch data[part].kind {
            case .list(_, isQuoted: true), .null: break
            case .number, .symbol, .string, .error, .list: return nil
            }
        }
        var forms = AsyncForms(data: data, span: data[parts[0]].span)
        let code: DatumID?
        switch (head, parts.count) {
        case (names.asyncDo, 2): code = forms.sequence((data.elements(parts[1]) ?? [])[...])
        case (names.asyncLet, 3): code = forms.binding(parts[1], parts[2])
        default: return nil
        }
        guard let code else { return nil }
        unit.program.data = forms.data
        return expression(code)
    }

    /// `(ctx/with KEY VALUE FORM …)` and `(ctx/with-deadline MILLISECONDS FORM …)`: the value of the last form.
    mutating func contextForm(_ head: Symbol, _ parts: [DatumID]) -> CoreID {
        let count = head == names.with ? 3 : 2
        guard parts.count > count else {
            let wanted = head == names.with ? "key, value, and body" : "timeout-ms and body"
            let texts = [string(data.names.name(head), parts[0]), string(wanted, parts[0])]
            return call("%too-few-for-context", texts + [builder.node(.integer(Int64(parts.count - 1)))])
        }
        let outer = builder.local("context")
        let problem = builder.local("problem")
        let value = builder.local("value")
        let arguments = parts[1..<count].map { expression($0) }
        let enter = call(head == names.with ? "%enter-with" : "%enter-deadline", arguments)
        var body = parts.dropFirst(count).map { branch($0) }
        let last = body.popLast() ?? builder.null()
        body.append(builder.node(.assign(value, last)))
        body.append(call("%leave-context", [builder.get(outer)]))
        body.append(builder.get(value))
        let isError = builder.operation(.isError, builder.get(problem))
        let choice = builder.node(.choose(isError, builder.get(problem), builder.node(.sequence(body))))
        return builder.node(
            .sequence([
                builder.node(.assign(outer, call("%context", []))), builder.node(.assign(problem, enter)), choice,
            ]))
    }
}
