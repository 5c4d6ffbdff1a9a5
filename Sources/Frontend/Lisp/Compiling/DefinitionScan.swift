// Finds what a program gives names to: every `def`, `fun` and global `=`, wherever it stands. Data count as code, since
// what is written as data can be run.

import Support

/// The global definitions in the texts of a program.
struct DefinitionScan {
    /// Something that may define names that cannot be foreseen.
    struct Opener {
        enum Kind {
            /// `=`, `def`, `fun`, `read` or `load`: as a value, with what is not literal, or given another meaning.
            case word(Symbol)
            /// `(def NAME …)` or `(= NAME …)` in the global frame, where the value of a name says what is defined.
            case value(of: Symbol)
        }

        let kind: Kind
        let place: DatumID
    }

    /// How many definitions each name has outside of functions, and inside of code or data that may run at any time.
    private(set) var counts: [Symbol: Int] = [:]
    /// What makes it impossible to know all definitions.
    private(set) var openers: [Opener] = []
    /// Whether symbols are made from text.
    private(set) var readsText = false

    private let names: LispNames
    /// How many lists of data are around what is looked at.
    private var dataDepth = 0
    /// Forms that the program gives another meaning: what they are given is data.
    private let redefined: Set<Symbol>

    /// What all of `forms` define.
    static func of(_ forms: [DatumID], _ data: LispData, _ names: LispNames) -> DefinitionScan {
        var redefined: Set<Symbol> = []
        while true {
            var scan = DefinitionScan(names, redefined)
            for form in forms { scan.visit(form, data) }
            let known = names.codeForms.filter { scan.counts[$0] != nil }
            if known.isSubset(of: redefined) { return scan }
            redefined.formUnion(known)
        }
    }

    private init(_ names: LispNames, _ redefined: Set<Symbol>) {
        self.names = names
        self.redefined = redefined
    }

    /// Whether names may be defined that cannot be foreseen: then every name may be.
    var isOpen: Bool { !openers.isEmpty }

    /// Looks through code; `isLocal` inside of a function, where `=` sets variables of that function.
    private mutating func visit(_ form: DatumID, _ data: LispData, isLocal: Bool = false) {
        switch data[form].kind {
        case .number, .string, .null, .error: break
        case .symbol(let symbol): visit(symbol, form)
        case .list(let list, _): visit(data.elements(list), data, isLocal)
        }
    }

    private mutating func visit(_ parts: [DatumID], _ data: LispData, _ isLocal: Bool) {
        guard parts.count > 1, case .symbol(let head) = data[parts[0]].kind else {
            return visit(parts[...], data, isLocal, areCode: false)
        }
        let isForm = head == names.if || (names.codeForms.contains(head) && !redefined.contains(head))
        if defines(head) {
            if head != names.assign || !isLocal { define(head, parts, data, isLocal) }
            visit(parts.dropFirst(2), data, isLocal || (isForm && head == names.fun), areCode: isForm)
        } else if head == names.load, dataDepth == 0, case .string = data[parts[1]].kind {
            // In data it is the evaluator that loads.
            visit(parts.dropFirst(), data, isLocal, areCode: false)
        } else if isForm, head == names.lambda {
            if !isData(parts[1], data) { visit(parts[1], data, isLocal: isLocal) }
            visit(parts.dropFirst(2), data, true, areCode: true)
        } else if head == names.quote || head == names.quasiquote {
            for part in parts.dropFirst() { visit(part, data) }
        } else if isForm, head == names.select {
            for clause in parts.dropFirst() {
                visit((data.elements(clause) ?? [clause])[...], data, isLocal, areCode: true)
            }
        } else {
            visit(parts[...], data, isLocal, areCode: isForm)
        }
    }

    /// What stands in braces is code of the function around it only where `areCode`; other data may run anywhere.
    private mutating func visit(_ parts: ArraySlice<DatumID>, _ data: LispData, _ isLocal: Bool, areCode: Bool) {
        for part in parts {
            var isData = false
            if !areCode, case .list(_, isQuoted: true) = data[part].kind { isData = true }
            dataDepth += isData ? 1 : 0
            visit(part, data, isLocal: isLocal && !isData)
            dataDepth -= isData ? 1 : 0
        }
    }

    private func defines(_ symbol: Symbol) -> Bool {
        symbol == names.assign || symbol == names.define || symbol == names.fun
    }

    /// A name on its own: one that defines, reads or loads may do so with anything.
    private mutating func visit(_ symbol: Symbol, _ form: DatumID) {
        if symbol == names.read || symbol == names.load { readsText = true }
        if defines(symbol) || symbol == names.read || symbol == names.load {
            openers.append(Opener(kind: .word(symbol), place: form))
        }
    }

    private mutating func define(_ head: Symbol, _ parts: [DatumID], _ data: LispData, _ isLocal: Bool) {
        guard let targets = data.elements(parts[1]), isData(parts[1], data) else {
            if case .symbol(let symbol) = data[parts[1]].kind, !isLocal {
                openers.append(Opener(kind: .value(of: symbol), place: parts[0]))
            } else {
                openers.append(Opener(kind: .word(head), place: parts[0]))
            }
            return
        }
        for target in head == names.fun ? Array(targets.prefix(1)) : targets {
            guard case .symbol(let symbol) = data[target].kind else {
                openers.append(Opener(kind: .word(head), place: parts[0]))
                return
            }
            counts[symbol, default: 0] += 1
            if defines(symbol) || symbol == names.lambda || symbol == names.load {
                openers.append(Opener(kind: .word(symbol), place: target))
            }
        }
    }

    private func isData(_ form: DatumID, _ data: LispData) -> Bool {
        if case .list(_, isQuoted: false) = data[form].kind { return false }
        return true
    }
}
