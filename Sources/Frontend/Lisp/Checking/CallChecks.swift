// Calls that cannot work: wrong numbers of arguments, and calls of what is no function. Only where the head certainly
// means what it says: a name that is defined once, a builtin that nothing redefines, a literal.

import Support

extension FunctionCompiler {
    /// Looks at a form of `parts` before it is compiled.
    mutating func check(_ parts: [DatumID]) {
        let count = parts.count - 1
        let head = parts[0]
        switch data[head].kind {
        case .error: break
        case .number: if count > 0 { cannotCall("a number", head) }
        case .string: if count > 0 { cannotCall("a string", head) }
        case .null: if count > 0 { cannotCall("()", head) }
        case .list(_, isQuoted: true): if count > 0 { cannotCall("a list", head) }
        case .list(let list, isQuoted: false): check(callOf: data.elements(list), head, count)
        case .symbol(let symbol):
            if data.names.name(symbol).hasPrefix(":") {
                if count > 0 { cannotCall("a keyword", head) }
            } else if isGlobal(symbol) {
                check(symbol, parts)
            }
        }
    }

    /// A call of what a form gives.
    private mutating func check(callOf parts: [DatumID], _ head: DatumID, _ count: Int) {
        guard case .symbol(let symbol) = data[parts[0]].kind, isGlobal(symbol),
            case .builtin(let global) = unit.globals[symbol]
        else { return }
        let name = data.names.name(global.symbol)
        if symbol == names.lambda, parts.count == 3, let formals = parameters(parts[1]), !formals.contains(names.rest) {
            if count > formals.count {
                unit.checks.call(.tooMany("this function", formals.count, count, data[head].span))
            }
        } else if count > 0, let result = Self.results[name] {
            let note = DiagnosticNote("(do FORM …) is what runs one form after the other")
            unit.checks.call(.cannotCall("what '\(name)' gives, which is \(result)", data[head].span, [note]))
        }
    }

    private func isGlobal(_ symbol: Symbol) -> Bool { scope.bindings[symbol] == nil && !isOuter(symbol) }

    /// A call of a global name.
    private mutating func check(_ symbol: Symbol, _ parts: [DatumID]) {
        let count = parts.count - 1
        let span = data[parts[0]].span
        let name = "'\(data.names.name(symbol))'"
        if count > 0, let wanted = Self.specialForms[data.names.name(symbol)] {
            if !wanted.contains(count) { unit.checks.call(.wrongCount(name, wanted, count, span)) }
            return
        }
        switch unit.globals[symbol] {
        case .builtin(let global):
            switch global.identity {
            case .lambda: if count > global.shape { unit.checks.call(.tooMany(name, Int(global.shape), count, span)) }
            case .builtin: check(global, name, parts)
            }
        case .function(let known):
            if known.shape >= 0, count > known.shape {
                unit.checks.call(.tooMany(name, Int(known.shape), count, span))
            }
        case .constant(let datum):
            guard count > 0 else { break }
            switch data[datum].kind {
            case .number: cannotCall("a number", parts[0])
            case .string: cannotCall("a string", parts[0])
            case .null: cannotCall("()", parts[0])
            case .list: cannotCall("a list", parts[0])
            case .symbol, .error: break
            }
        case .variable, nil: break
        }
    }

    private mutating func check(_ builtin: CoreGlobal, _ name: String, _ parts: [DatumID]) {
        let count = parts.count - 1
        let span = data[parts[0]].span
        let wanted =
            builtin.shape < 0
            ? Self.lists[data.names.name(builtin.symbol)] ?? 0...Int.max : Int(builtin.shape)...Int(builtin.shape)
        if !wanted.contains(count) { return unit.checks.call(.wrongCount(name, wanted, count, span)) }
        if builtin.symbol == names.assign || builtin.symbol == names.define,
            case .list(let list, isQuoted: true) = data[parts[1]].kind
        {
            let targets = data.elements(list).count
            if targets != count - 1 { unit.checks.call(.unevenNames(name, targets, count - 1, span)) }
        }
    }

    private mutating func cannotCall(_ what: String, _ head: DatumID) {
        unit.checks.call(.cannotCall(what, data[head].span))
    }

    /// How many arguments forms take that no definition can change.
    private static let specialForms: [String: ClosedRange<Int>] = [
        "if": 2...3, "quote": 1...1, "quasiquote": 1...1, "ctx/with": 3...Int.max, "ctx/with-deadline": 2...Int.max,
    ]

    /// How many arguments builtins take that look at the list themselves; those that are not here take any number.
    private static let lists: [String: ClosedRange<Int>] = [
        "=": 2...Int.max, "def": 2...Int.max, "\\": 2...2, "fun": 2...2, "eval": 1...1, "case": 1...Int.max,
        "printf": 1...Int.max, "println": 1...Int.max, "aio/do": 1...1, "aio/let": 2...2,
    ]

    /// What some builtins always give, if it is no error.
    private static let results: [String: String] = {
        var results: [String: String] = ["str": "a string", "list": "a list"]
        for name in ["print", "printf", "println", "=", "def", "fun"] { results[name] = "()" }
        for name in ["+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=", "len"] { results[name] = "a number" }
        return results
    }()
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func tooMany(_ what: String, _ most: Int, _ count: Int, _ span: SourceSpan) -> Diagnostic {
        let wanted = most == 0 ? "no arguments" : most == 1 ? "at most 1 argument" : "at most \(most) arguments"
        return .warning("E2502", "\(what) takes \(wanted), but \(given(count))", at: span)
    }

    fileprivate static func wrongCount(
        _ what: String, _ wanted: ClosedRange<Int>, _ count: Int, _ span: SourceSpan
    ) -> Diagnostic {
        let (least, most) = (wanted.lowerBound, wanted.upperBound)
        let text =
            most == Int.max
            ? "at least \(least)" : least == most ? (most == 0 ? "no" : "\(most)") : "\(least) to \(most)"
        let noun = wanted == 1...1 || (most == Int.max && least == 1) ? "argument" : "arguments"
        return .warning("E2502", "\(what) takes \(text) \(noun), but \(given(count))", at: span)
    }

    private static func given(_ count: Int) -> String {
        switch count {
        case 0: "none is given"
        case 1: "1 is given"
        default: "\(count) are given"
        }
    }

    fileprivate static func unevenNames(_ what: String, _ names: Int, _ values: Int, _ span: SourceSpan) -> Diagnostic {
        func text(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        return .warning("E2502", "\(what) is given \(text(names, "name")), but \(text(values, "value"))", at: span)
    }

    fileprivate static func cannotCall(
        _ what: String, _ span: SourceSpan, _ notes: [DiagnosticNote] = []
    ) -> Diagnostic {
        .warning("E2503", "this calls \(what), but only functions can be called", at: span, notes: notes)
    }
}
