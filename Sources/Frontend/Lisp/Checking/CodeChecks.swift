// What is wrong with a program as far as that can be known before it runs: names that nothing defines, calls that cannot
// work, files that are not there. The language reports all of it when it happens, as error values, so these are warnings.
// The compiler notes them for the code that it compiles; data are left alone.

import Support

struct CodeChecks {
    /// A name without a meaning: where it is used first.
    private struct Unbound {
        let symbol: Symbol
        let span: SourceSpan
        /// The variables that are seen there.
        let seen: Set<Symbol>
        /// Whether a function around it has such a variable, which this one does not see.
        let isOutOfSight: Bool
        var laterUses = 0
    }

    /// Definitions in files of the library that the program does not load, with the paths of these.
    typealias Offers = [String: String]

    private let defined: Set<Symbol>
    /// Names whose value says what `=` or `def` defines: `(def x 5)`.
    private let unbracedNames: Set<Symbol>
    /// Whether names may have meanings that nobody foresees.
    private var isOpen: Bool
    private var unbound: [Unbound] = []
    private var places: [Symbol: Int] = [:]
    private var warnings: [Diagnostic] = []

    init(_ scan: DefinitionScan, _ library: CoreProgram, _ names: LispNames) {
        var defined = Set(scan.counts.keys).union(library.globals.map(\.symbol)).union(names.setByLibrary)
        var unbraced: Set<Symbol> = []
        isOpen = false
        for opener in scan.openers {
            switch opener.kind {
            case .value(let symbol) where !defined.contains(symbol): unbraced.insert(symbol)
            case .value, .word: isOpen = true
            }
        }
        defined.insert(names.rest)
        self.defined = defined
        unbracedNames = unbraced
    }

    /// Whether there are names without a meaning.
    var hasUnbound: Bool { !isOpen && !unbound.isEmpty }

    // MARK: Notes of the compiler

    /// Notes that code looks up a name that is no variable.
    mutating func use(_ symbol: Symbol, at span: SourceSpan, _ scope: LispScope) {
        guard !isOpen, !defined.contains(symbol) else { return }
        if let place = places[symbol] {
            unbound[place].laterUses += 1
            return
        }
        places[symbol] = unbound.count
        unbound.append(
            Unbound(
                symbol: symbol, span: span, seen: scope.visible,
                isOutOfSight: scope.outOfSight.contains(symbol)))
    }

    /// Notes a literal `load` of a file that is not there. What it would define is not known.
    mutating func load(_ path: String, at span: SourceSpan) {
        isOpen = true
        warnings.append(.missingFile(path, at: span))
    }

    /// Notes text that is no datum, behind which nothing is read. What stands there is not known.
    mutating func unreadable(_ message: String, at span: SourceSpan) {
        isOpen = true
        warnings.append(.unreadable(message, at: span))
    }

    mutating func call(_ warning: Diagnostic) { warnings.append(warning) }

    // MARK: Report

    /// All that was noted, in the order of the text.
    func report(_ data: LispData, _ offers: Offers) -> [Diagnostic] {
        var all = warnings
        if hasUnbound {
            let globals = defined.map(data.names.name).filter { !$0.hasPrefix("prelude/") }
            all += unbound.map { warning($0, data, globals, offers) }
        }
        return all.sorted { left, right in
            guard let left = left.span, let right = right.span else { return false }
            return (left.file.rawValue, left.start, left.end) < (right.file.rawValue, right.start, right.end)
        }
    }

    private func warning(
        _ unbound: Unbound, _ data: LispData, _ globals: [String], _ offers: Offers
    ) -> Diagnostic {
        let name = data.names.name(unbound.symbol)
        var notes: [DiagnosticNote] = []
        if unbound.isOutOfSight {
            notes.append(
                DiagnosticNote(
                    "functions made by 'fun' and 'let' see no variables of the function around them; "
                        + "those of (= {f} (\\ {…} {…})) do"))
        } else if unbracedNames.contains(unbound.symbol) {
            notes.append(DiagnosticNote("a name that is to be defined stands in braces: {\(name)}"))
        } else if let path = offers[name] {
            notes.append(DiagnosticNote("it is defined by (load \"\(path)\")"))
        } else {
            let names = (globals + unbound.seen.map(data.names.name) + offers.keys).sorted()
            if let near = NearestName.find(name, among: names) {
                notes.append(DiagnosticNote("did you mean '\(near)'?"))
            }
        }
        return .unbound(name, laterUses: unbound.laterUses, at: unbound.span, notes)
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func unbound(
        _ name: String, laterUses: Int, at span: SourceSpan, _ notes: [DiagnosticNote]
    ) -> Diagnostic {
        let more = laterUses == 0 ? "" : ", here and at \(laterUses) more place\(laterUses == 1 ? "" : "s")"
        return .warning("E2501", "nothing defines '\(name)'\(more)", at: span, notes: notes)
    }

    fileprivate static func missingFile(_ path: String, at span: SourceSpan) -> Diagnostic {
        .warning(
            "E2504", "there is no file '\(path)'", at: span,
            notes: [DiagnosticNote("paths start from the folder that hubc runs in")])
    }

    /// What the reader says of text that is no datum.
    fileprivate static func unreadable(_ message: String, at span: SourceSpan) -> Diagnostic {
        // The span says where.
        let words = message.hasPrefix("[") ? message.drop { $0 != "]" }.dropFirst(2)[...] : message[...]
        return .warning(
            "E2500", "\(words.prefix(1).lowercased())\(words.dropFirst().replacing("  ", with: " "))", at: span,
            notes: [DiagnosticNote("the file ends here, with this as an error; what is behind is not read")])
    }
}
