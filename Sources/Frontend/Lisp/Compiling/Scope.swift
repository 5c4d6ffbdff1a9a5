// The variables of a function while it is compiled: where a name leads to.

import Support

/// What is known of the function that is being compiled, and of those around it.
struct LispScope {
    /// A name of this function.
    enum Binding {
        case local(LocalID)
        /// Data that a name stands for.
        case constant(DatumID)
    }

    var bindings: [Symbol: Binding] = [:]
    /// The names that `=` sets in this function or that are its parameters, before code of it has been compiled.
    var own: Set<Symbol> = []
    /// The names of the functions around it, the nearest first.
    var outer: [Set<Symbol>] = []
    /// Whether code runs in the global frame, as a form of a file.
    var isTopLevel = false
}

/// What the names in some code are used for. Data counts as code here: what is never run does no harm.
struct NameUse {
    /// Set by `=` in the code itself.
    private(set) var assigned: [Symbol] = []
    /// Named in functions inside.
    private(set) var captured: Set<Symbol> = []

    init(_ forms: [DatumID], _ data: LispData, _ assign: Symbol?, _ lambda: Symbol?) {
        for form in forms { visit(form, data, assign, lambda, isInside: false) }
    }

    private mutating func visit(
        _ form: DatumID, _ data: LispData, _ assign: Symbol?, _ lambda: Symbol?, isInside: Bool
    ) {
        switch data[form].kind {
        case .number, .string, .null, .error: break
        case .symbol(let symbol): if isInside { captured.insert(symbol) }
        case .list(let list, _):
            let parts = data.elements(list)
            var inside = isInside
            if case .symbol(let head) = data[parts[0]].kind, parts.count > 1 {
                if head == lambda { inside = true }
                if head == assign, !isInside, case .list(let names, isQuoted: true) = data[parts[1]].kind {
                    for name in data.elements(names) {
                        if case .symbol(let symbol) = data[name].kind, !assigned.contains(symbol) {
                            assigned.append(symbol)
                        }
                    }
                }
            }
            for part in parts { visit(part, data, assign, lambda, isInside: inside) }
        }
    }
}
