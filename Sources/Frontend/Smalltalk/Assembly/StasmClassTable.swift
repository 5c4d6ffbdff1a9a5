// The classes of a program, with those that every program has: which inherits from which, and what their variables are.

import Support

struct StasmClassTable {
    struct Entry {
        let definition: StasmClass
        /// The number of the superclass.
        var superclass: Int?
        /// That of the nearest class above that says one.
        var shape: StasmShape
        var instanceVariables: [String] = []
        /// Those of the class itself, without what class Class has.
        var classInstanceVariables: [String] = []

        var name: String { definition.name.text }
    }

    private(set) var entries: [Entry] = []
    private(set) var numbers: [String: Int] = [:]
    /// Global variables that are no classes, in order.
    private(set) var globals: [String] = []

    private static let mostLevels = 500
    private static let mostVariables = 255

    /// Reports E2713 and E2714.
    init(_ items: [StasmItem], log: inout DiagnosticLog) {
        for item in items { add(item, &log) }
        for definition in StasmBaseClasses.all where numbers[definition.name.text] == nil { add(definition) }
        findSuperclasses(&log)
        guard !log.hasErrors else { return }
        for number in order(&log) { inherit(number, &log) }
        guard !log.hasErrors else { return }
        for fault in StasmBaseClasses.faults(self) { log.report(fault) }
        if hasScheduler, !globals.contains(Self.scheduler) { globals.append(Self.scheduler) }
    }

    /// The variable that holds the scheduler of processes.
    static let scheduler = "Processor"

    /// The classes of processes, with how many variables the virtual machine knows (`ProcessFacts`).
    private static let processClasses = [
        "Process": ProcessFacts.Link.list + 1, "ProcessList": ProcessFacts.List.last + 1,
        "Semaphore": ProcessFacts.List.signals + 1, "ProcessorScheduler": ProcessFacts.Scheduler.active + 1,
    ]

    /// Whether there are the classes of processes with the variables that the compiler looks for.
    var hasScheduler: Bool {
        Self.processClasses.allSatisfy { name, count in
            numbers[name].map { entries[$0].instanceVariables.count >= count } ?? false
        }
    }

    private mutating func add(_ definition: StasmClass) {
        numbers[definition.name.text] = entries.count
        entries.append(Entry(definition: definition, superclass: nil, shape: definition.shape ?? .fixed))
    }

    private mutating func add(_ item: StasmItem, _ log: inout DiagnosticLog) {
        switch item {
        case .method: break
        case .globals(let names): globals += names.map(\.text)
        case .classDefinition(let definition):
            let name = definition.name
            if let known = numbers[name.text] {
                let note = DiagnosticNote("the first is here", at: entries[known].definition.name.span)
                log.report(.stasmClass("the class '\(name.text)' is here twice", name.span, notes: [note]))
            } else if name.text.isEmpty || name.text.hasSuffix(" class") {
                log.report(.stasmClass("'\(name.text)' is no name of a class", name.span))
            } else {
                add(definition)
            }
        }
    }

    // MARK: Inheritance

    private mutating func findSuperclasses(_ log: inout DiagnosticLog) {
        for number in entries.indices {
            guard let parent = entries[number].definition.superclass else { continue }
            entries[number].superclass = numbers[parent.text]
            guard numbers[parent.text] == nil, log.errorCount < StasmEncoder.mostErrors else { continue }
            let nearest = NearestName.find(parent.text, among: entries.map(\.name))
            log.report(
                .stasmName(
                    "there is no class '\(parent.text)'", parent.span,
                    notes: nearest.map { [DiagnosticNote("did you mean '\($0)'?")] } ?? []))
        }
    }

    /// All classes, each behind its superclass.
    private func order(_ log: inout DiagnosticLog) -> [Int] {
        var children = entries.map { _ in [Int]() }
        var ready: [(number: Int, level: Int)] = []
        for (number, entry) in entries.enumerated() {
            if let parent = entry.superclass { children[parent].append(number) } else { ready.append((number, 1)) }
        }
        var result: [Int] = []
        while let (number, level) = ready.popLast() {
            guard level <= Self.mostLevels else {
                log.report(
                    .stasmClass("more than \(Self.mostLevels) superclasses", entries[number].definition.name.span))
                return []
            }
            result.append(number)
            for child in children[number].reversed() { ready.append((child, level + 1)) }
        }
        if result.count < entries.count {
            let known = Set(result)
            for number in entries.indices where !known.contains(number) {
                let name = entries[number].definition.name
                log.report(.stasmClass("the class '\(name.text)' inherits from itself", name.span))
                break
            }
        }
        return result
    }

    /// Takes over what the superclass has.
    private mutating func inherit(_ number: Int, _ log: inout DiagnosticLog) {
        let definition = entries[number].definition
        let parent = entries[number].superclass.map { entries[$0] }
        entries[number].shape = definition.shape ?? parent?.shape ?? .fixed
        entries[number].instanceVariables = variables(
            parent?.instanceVariables ?? [], definition.instanceVariables, &log)
        entries[number].classInstanceVariables = variables(
            parent?.classInstanceVariables ?? [], definition.classInstanceVariables, &log)
        _ = variables([], definition.classVariables, &log)
        switch entries[number].shape {
        case .bytes, .shorts, .words, .longs:
            guard !entries[number].instanceVariables.isEmpty else { break }
            let message = "objects of \(entries[number].shape.rawValue) have no variables"
            log.report(.stasmClass(message, definition.name.span))
        case .fixed, .indexable, .weak, .ephemeron, .immediate, .code: break
        }
    }

    private func variables(_ inherited: [String], _ own: [StasmName], _ log: inout DiagnosticLog) -> [String] {
        guard !own.isEmpty else { return inherited }
        var result = inherited
        var known = Set(inherited)
        for name in own {
            if !known.insert(name.text).inserted {
                log.report(.stasmClass("the variable '\(name.text)' is there already", name.span))
            }
            result.append(name.text)
        }
        if result.count > Self.mostVariables {
            log.report(.stasmClass("\(result.count) variables, where \(Self.mostVariables) is the most", own[0].span))
            return inherited
        }
        return result
    }

    // MARK: Questions

    /// The variables of instances, or of the class itself.
    func variables(_ number: Int, isMeta: Bool) -> [String] {
        guard isMeta else { return entries[number].instanceVariables }
        return variables(of: "Class") + entries[number].classInstanceVariables
    }

    /// The variables of instances of a class; none when there is no such class.
    func variables(of name: String) -> [String] { numbers[name].map { entries[$0].instanceVariables } ?? [] }

    /// The class in whose methods a name means a variable of the class; nil when it does nowhere up from there.
    func owner(of classVariable: String, from number: Int) -> Int? {
        var next: Int? = number
        while let current = next {
            if entries[current].definition.classVariables.contains(where: { $0.text == classVariable }) {
                return current
            }
            next = entries[current].superclass
        }
        return nil
    }

    func scope(_ number: Int, isMeta: Bool, _ globals: Set<String>, _ classes: Set<String>) -> StasmScope {
        let variables = variables(number, isMeta: isMeta)
        var classVariables: Set<String> = []
        var next: Int? = number
        while let current = next {
            classVariables.formUnion(entries[current].definition.classVariables.map(\.text))
            next = entries[current].superclass
        }
        let pairs = variables.enumerated().map { ($0.element, $0.offset) }
        return StasmScope(
            className: entries[number].name, isMeta: isMeta,
            receiverVariables: Dictionary(pairs, uniquingKeysWith: { $1 }), receiverCount: variables.count,
            classVariables: classVariables, globals: globals, classes: classes)
    }
}

extension Diagnostic {
    static func stasmClass(_ message: String, _ span: SourceSpan, notes: [DiagnosticNote] = []) -> Diagnostic {
        .error("E2713", message, at: span, notes: notes)
    }
}
