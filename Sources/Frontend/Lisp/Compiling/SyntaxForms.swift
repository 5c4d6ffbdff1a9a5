// The forms that choose, build data, or run literal code: `select`, `case`, `quasiquote`, `eval`, `let`.

import Support

extension FunctionCompiler {
    /// `(select {CONDITION FORM} …)`: conditions are numbers. Nil when a clause is not literal. `isLast` where it ends a
    /// `do`.
    mutating func select(_ clauses: [DatumID], isLast: Bool = false) -> CoreID? {
        var pairs: [(condition: DatumID, form: DatumID)] = []
        for clause in clauses {
            guard case .list(let list, isQuoted: true) = data[clause].kind else { return nil }
            let parts = data.elements(list)
            guard parts.count == 2 else { return nil }
            pairs.append((parts[0], parts[1]))
        }
        return selection(pairs[...], isLast: isLast)
    }

    private mutating func selection(
        _ pairs: ArraySlice<(condition: DatumID, form: DatumID)>, isLast: Bool
    ) -> CoreID {
        guard let first = pairs.first else { return call("%no-selection", []) }
        let local = builder.local("condition")
        let assignment = builder.node(.assign(local, expression(first.condition)))
        let number = builder.operation(.isNumber, builder.get(local))
        let zero = builder.operation(.equal, builder.get(local), builder.node(.integer(0)))
        let chosen = arm(first.form, isLast: isLast)
        let rest = selection(pairs.dropFirst(), isLast: isLast)
        let choice = builder.node(.choose(zero, rest, chosen))
        let wrong = call("%not-a-condition", [builder.get(local)])
        return builder.node(.sequence([assignment, builder.node(.choose(number, choice, wrong))]))
    }

    /// `(case FORM {KEY VALUE} …)`: keys are evaluated where nothing local is seen, values are data.
    mutating func caseForm(_ form: DatumID, _ clauses: [DatumID]) -> CoreID? {
        var pairs: [(key: DatumID, value: DatumID)] = []
        for clause in clauses {
            guard case .list(let list, isQuoted: true) = data[clause].kind else { return nil }
            let parts = data.elements(list)
            guard parts.count == 2 else { return nil }
            pairs.append((parts[0], parts[1]))
        }
        let local = builder.local("subject")
        let assignment = builder.node(.assign(local, expression(form)))
        let saved = scope
        scope = scope.blind
        let none = call("%no-case", [])
        let search = pairs.reversed().reduce(none) { rest, pair in
            let isEqual = call("%equal?", [builder.get(local), branch(pair.key)])
            return builder.node(.choose(isEqual, builder.node(.constant(pair.value)), rest))
        }
        scope = saved
        return builder.node(.sequence([assignment, search]))
    }

    /// An error value with that message.
    mutating func problem(_ message: String, _ form: DatumID) -> CoreID { call("%error-of", [string(message, form)]) }

    /// A string that stands for something in `form`.
    mutating func string(_ text: String, _ form: DatumID) -> CoreID {
        builder.node(.constant(unit.program.data.add(.string(Array(text.utf8)), data[form].span)))
    }

    /// `(quasiquote TEMPLATE)`. An error among the parts of a list is its value.
    mutating func template(_ form: DatumID) -> CoreID {
        guard case .list(let list, let isQuoted) = data[form].kind else { return builder.node(.constant(form)) }
        let parts = data.elements(list)
        if case .symbol(names.unquote) = data[parts[0]].kind {
            return parts.count == 2 ? expression(parts[1]) : call("%one-unquoted", [string("unquote", form)])
        }
        if case .symbol(names.splice) = data[parts[0]].kind { return call("%splice-at-top", []) }
        guard parts.contains(where: holdsUnquote) else { return builder.node(.constant(form)) }
        return elements(parts[...], isQuoted)
    }

    private func holdsUnquote(_ form: DatumID) -> Bool {
        guard case .list(let list, _) = data[form].kind else { return false }
        let parts = data.elements(list)
        if case .symbol(let head) = data[parts[0]].kind, head == names.unquote || head == names.splice { return true }
        return parts.contains(where: holdsUnquote)
    }

    private mutating func elements(_ parts: ArraySlice<DatumID>, _ isQuoted: Bool) -> CoreID {
        guard let first = parts.first else { return builder.null() }
        let head = builder.local("element")
        if case .list(let list, _) = data[first].kind {
            let inner = data.elements(list)
            if case .symbol(names.splice) = data[inner[0]].kind {
                let values =
                    inner.count == 2
                    ? expression(inner[1]) : call("%one-unquoted", [string("unquote-splicing", first)])
                let assignment = builder.node(.assign(head, values))
                let rest = elements(parts.dropFirst(), isQuoted)
                let spliced = call(
                    isQuoted ? "%splice-quoted" : "%splice-plain", [builder.get(head), rest])
                // What stands behind an error is not looked at.
                let isError = builder.operation(.isError, builder.get(head))
                let checked = builder.node(.choose(isError, builder.get(head), spliced))
                return builder.node(.sequence([assignment, checked]))
            }
        }
        let assignment = builder.node(.assign(head, template(first)))
        let tail = builder.local("rest")
        let restAssignment = builder.node(.assign(tail, elements(parts.dropFirst(), isQuoted)))
        let cell = builder.operation(isQuoted ? .quotedPair : .plainPair, builder.get(head), builder.get(tail))
        let tailIsError = builder.operation(.isError, builder.get(tail))
        let checkedTail = builder.node(.choose(tailIsError, builder.get(tail), cell))
        let headIsError = builder.operation(.isError, builder.get(head))
        let rest = builder.node(.sequence([restAssignment, checkedTail]))
        return builder.node(.sequence([assignment, builder.node(.choose(headIsError, builder.get(head), rest))]))
    }
}
