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
    /// The names of this function, before code of it has been compiled.
    var own = LispFrame()
    /// The names of the functions around it, the nearest first.
    var outer: [LispFrame] = []
    /// The names of functions around it that it does not see.
    var outOfSight: Set<Symbol> = []
    /// Whether code runs in the global frame, as a form of a file.
    var isTopLevel = false

    /// The scope of code that is written here, and sees nothing of here.
    var blind: LispScope {
        var inner = LispScope()
        inner.outOfSight = visible.union(outOfSight)
        return inner
    }

    /// All names of this function and those around it.
    var visible: Set<Symbol> { outer.reduce(own.names) { $0.union($1.names) } }
}

/// The names that a function gives values to.
struct LispFrame {
    /// Its parameters, and what `=` sets.
    var names: Set<Symbol> = []
    /// The parameters that nothing sets again. A function inside takes their values along, in place of boxes.
    var settled: Set<Symbol> = []
}

/// What the names in some code are used for. Data counts as code here: what is never run does no harm.
struct NameUse {
    /// Set by `=` in the code itself.
    private(set) var assigned: [Symbol] = []
    /// Named in functions inside.
    private(set) var captured: Set<Symbol> = []

    /// Of the body of a function: a sequence, or one expression of these parts.
    init(_ body: [DatumID], _ data: LispData, _ names: LispNames) {
        visit(body, data, names, isInside: false, isOwn: true)
    }

    /// `isInside` in code that becomes part of a function inside, `isOwn` where `=` may set names of this one. The first
    /// statements of `aio/do` are its own, and later ones are inside: they count as both.
    private mutating func visit(
        _ form: DatumID, _ data: LispData, _ names: LispNames, isInside: Bool, isOwn: Bool
    ) {
        switch data[form].kind {
        case .number, .string, .null, .error: break
        case .symbol(let symbol): if isInside { captured.insert(symbol) }
        case .list(let list, _):
            visit(data.elements(list), data, names, isInside: isInside, isOwn: isOwn)
        }
    }

    private mutating func visit(
        _ parts: [DatumID], _ data: LispData, _ names: LispNames, isInside: Bool, isOwn: Bool
    ) {
        var (inside, own) = (isInside, isOwn)
        if parts.count > 1, case .symbol(let head) = data[parts[0]].kind {
            if head == names.lambda { (inside, own) = (true, false) }
            if head == names.asyncLet || head == names.asyncDo { inside = true }
            if head == names.assign, isOwn, case .list(let targets, isQuoted: true) = data[parts[1]].kind {
                assign(data.elements(targets), data)
            }
        }
        for part in parts { visit(part, data, names, isInside: inside, isOwn: own) }
    }

    private mutating func assign(_ targets: [DatumID], _ data: LispData) {
        for target in targets {
            if case .symbol(let symbol) = data[target].kind, !assigned.contains(symbol) { assigned.append(symbol) }
        }
    }
}
