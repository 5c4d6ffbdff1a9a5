// Finds what a program gives names to: every `def`, `fun` and global `=`, wherever it stands. Data count as code, since
// what is written as data can be run.

import Support

/// The global definitions in the texts of a program.
struct DefinitionScan {
    /// How many definitions each name has outside of functions, and inside of code or data that may run at any time.
    private(set) var counts: [Symbol: Int] = [:]
    /// Whether names may be defined that cannot be foreseen: then every name may be.
    private(set) var isOpen = false
    /// Whether symbols are made from text.
    private(set) var readsText = false

    private let names: LispNames

    init(_ names: LispNames) { self.names = names }

    /// Looks through code; `isLocal` inside of a function, where `=` sets variables of that function.
    mutating func visit(_ form: DatumID, _ data: LispData, isLocal: Bool = false) {
        switch data[form].kind {
        case .number, .string, .null, .error: break
        case .symbol(let symbol): visit(symbol)
        case .list(let list, _):
            let parts = data.elements(list)
            var rest = parts[...]
            var isLocal = isLocal
            if parts.count > 1, case .symbol(let head) = data[parts[0]].kind {
                if defines(head) {
                    if head != names.assign || !isLocal { define(head, parts[1], data) }
                    rest = parts.dropFirst(2)
                    if head == names.fun { isLocal = true }
                } else if head == names.lambda {
                    rest = parts.dropFirst(2)
                    isLocal = true
                } else if head == names.load, case .string = data[parts[1]].kind {
                    rest = parts.dropFirst()
                }
            }
            for part in rest { visit(part, data, isLocal: isLocal) }
        }
    }

    private func defines(_ symbol: Symbol) -> Bool {
        symbol == names.assign || symbol == names.define || symbol == names.fun
    }

    /// A name on its own: one that defines, reads or loads may do so with anything.
    private mutating func visit(_ symbol: Symbol) {
        if symbol == names.read { readsText = true }
        if defines(symbol) || symbol == names.read || symbol == names.load { isOpen = true }
    }

    private mutating func define(_ head: Symbol, _ targets: DatumID, _ data: LispData) {
        guard let parts = data.elements(targets), isData(targets, data) else {
            isOpen = true
            return
        }
        for part in head == names.fun ? Array(parts.prefix(1)) : parts {
            guard case .symbol(let symbol) = data[part].kind else {
                isOpen = true
                return
            }
            counts[symbol, default: 0] += 1
        }
    }

    private func isData(_ form: DatumID, _ data: LispData) -> Bool {
        if case .list(_, isQuoted: false) = data[form].kind { return false }
        return true
    }
}
