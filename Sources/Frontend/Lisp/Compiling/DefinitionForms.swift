// Definitions: `=` and `def` with literal names.

import Support

extension FunctionCompiler {
    /// `(= {NAME …} VALUE …)` and `(def {NAME …} VALUE …)`.
    mutating func assignment(_ head: Symbol, _ parts: [DatumID]) -> CoreID? {
        guard case .list(let list, isQuoted: true) = data[parts[1]].kind else { return nil }
        var targets: [Symbol] = []
        for datum in data.elements(list) {
            guard case .symbol(let symbol) = data[datum].kind else { return nil }
            targets.append(symbol)
        }
        guard targets.count == parts.count - 2 else { return nil }
        let forms = Array(parts.dropFirst(2))
        if scope.isTopLevel, targets.allSatisfy(unit.isKnown) {
            let pairs = zip(targets, forms).filter { !unit.isSuperseded($0, by: $1) }
            let nodes = pairs.map { builder.node(.define($0, knownValue($0, $1))) }
            return builder.node(.sequence(nodes + [builder.null()]))
        }
        let values = zip(targets, forms).map { target, form in
            let isKnown = scope.isTopLevel && unit.isKnown(target) && !unit.isSuperseded(target, by: form)
            return isKnown ? knownValue(target, form) : expression(form)
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
}
