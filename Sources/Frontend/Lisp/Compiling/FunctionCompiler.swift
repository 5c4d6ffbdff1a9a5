// Compiles the code of one function: expressions as spec/valkyria.md 1.3 evaluates them.

import Support

struct FunctionCompiler {
    var unit: ProgramCompiler
    var builder: CoreBuilder
    var scope: LispScope
    /// Names of functions around this one that it needs, with what it calls them.
    private(set) var captured: [(symbol: Symbol, local: LocalID)] = []
    /// What runs before the body.
    var prologue: [CoreID] = []

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
        let around = builder.span
        builder.span = data[form].span
        defer { builder.span = around }
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
        check(parts)
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

    // MARK: Names

    /// The nearest function around this one that has the name.
    private func outerFrame(_ symbol: Symbol) -> LispFrame? { scope.outer.first { $0.names.contains(symbol) } }

    func isOuter(_ symbol: Symbol) -> Bool { outerFrame(symbol) != nil }

    mutating func name(_ symbol: Symbol, _ form: DatumID) -> CoreID {
        let text = data.names.name(symbol)
        if text.hasPrefix(":") { return builder.node(.symbol(symbol)) }
        switch scope.bindings[symbol] {
        case .local(let local):
            guard builder.function.locals[local].mayBeUnset else { return builder.get(local) }
            let isUnset = builder.operation(.isSame, builder.get(local), builder.node(.special(.unset)))
            return builder.node(.choose(isUnset, outerName(symbol), builder.get(local)))
        case .constant(let datum): return builder.node(.constant(datum))
        case nil:
            if !isOuter(symbol) { unit.checks.use(symbol, at: data[form].span, scope) }
            return outerName(symbol)
        }
    }

    /// What a name means outside of this function.
    mutating func outerName(_ symbol: Symbol) -> CoreID {
        if isOuter(symbol) {
            let local = capture(symbol)
            guard builder.function.locals[local].isShared else { return builder.get(local) }
            let isUnset = builder.operation(.isSame, builder.get(local), builder.node(.special(.unset)))
            return builder.node(.choose(isUnset, global(symbol), builder.get(local)))
        }
        return global(symbol)
    }

    /// The value of a name around this function, or the box that it is in.
    mutating func capture(_ symbol: Symbol) -> LocalID {
        if let known = captured.first(where: { $0.symbol == symbol }) { return known.local }
        let local = builder.local(data.names.name(symbol))
        builder.function.locals[local].isShared = outerFrame(symbol)?.settled.contains(symbol) == false
        builder.function.captured.append(local)
        captured.append((symbol, local))
        return local
    }

    mutating func global(_ symbol: Symbol) -> CoreID {
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
    mutating func syntax(_ head: Symbol, _ parts: [DatumID]) -> CoreID? {
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
            guard let file = unit.load(path) else {
                unit.checks.load(path, at: data[parts[1]].span)
                return call("%not-there", [expression(parts[1])])
            }
            return builder.node(.sequence([builder.node(.call(file, [])), builder.null()]))
        }
        if head == names.eval, parts.count == 2, case .list(_, isQuoted: true) = data[parts[1]].kind {
            return branch(parts[1])
        }
        return nil
    }

    /// `(if CONDITION THEN ELSE)`: an error as the condition is the value. `isLast` where it ends a `do`.
    mutating func conditional(_ parts: [DatumID], isLast: Bool = false) -> CoreID {
        let condition = expression(parts[1])
        let local = builder.local("condition")
        let assignment = builder.node(.assign(local, condition))
        let isTrue = call("%truthy?", [builder.get(local)])
        let yes = parts.count > 2 ? arm(parts[2], isLast: isLast) : builder.null()
        let no = parts.count > 3 ? arm(parts[3], isLast: isLast) : builder.null()
        let isError = builder.operation(.isError, builder.get(local))
        let choice = builder.node(.choose(isTrue, yes, no))
        let node = builder.node(.choose(isError, builder.get(local), choice))
        return builder.node(.sequence([assignment, node]))
    }
}
