// What a pass is: a name, what it needs and keeps, and a function over one function or over the module.

import IR
import Support

/// Analyses that a pass can keep valid.
public struct AnalysisSet: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The control-flow graph, the dominator tree and the loop forest: the pass changes no block and no branch target.
    public static let controlFlow = AnalysisSet(rawValue: 1 << 0)

    public static let none: AnalysisSet = []
}

/// A transformation of the IR. Passes print nothing, read no file and keep no state between runs.
public struct Pass: Sendable {
    /// Changes one function; answers whether it changed anything.
    public typealias FunctionBody = @Sendable (inout Function, inout AnalysisCache) -> Bool
    /// Looks at one function.
    public typealias Predicate = @Sendable (Function) -> Bool
    /// Changes the module; answers whether it changed anything.
    public typealias ModuleBody = @Sendable (inout Module, inout PassCounters) -> Bool

    public enum Body: Sendable {
        case function(FunctionBody)
        case module(ModuleBody)
    }

    /// The name in `--passes` and reports: lower case with hyphens.
    public let name: String
    /// One line for `hubc passes`.
    public let summary: String
    /// What stays valid when the pass changes something.
    public let preserves: AnalysisSet
    /// Whether a function pass may have something to do in a function, by a quick look; the others are left alone. Nil
    /// when it may in all.
    public let appliesTo: Predicate?
    /// Whether a pass over the module only drops functions and roots and numbers the others anew.
    public let keepsCode: Bool
    public let body: Body

    public init(
        name: String, summary: String, preserves: AnalysisSet = .none, appliesTo: Predicate? = nil,
        function: @escaping FunctionBody
    ) {
        self.name = name
        self.summary = summary
        self.preserves = preserves
        self.appliesTo = appliesTo
        keepsCode = false
        body = .function(function)
    }

    public init(name: String, summary: String, keepsCode: Bool = false, module: @escaping ModuleBody) {
        self.name = name
        self.summary = summary
        preserves = .none
        appliesTo = nil
        self.keepsCode = keepsCode
        body = .module(module)
    }
}

/// How often a pass did what, for `--time-report`; the keys keep the order of their first use.
public struct PassCounters: Sendable, Equatable {
    public private(set) var entries: [(name: String, count: Int)] = []

    public init() {}

    public mutating func count(_ name: String, _ amount: Int = 1) {
        guard amount != 0 else { return }
        if let place = entries.firstIndex(where: { $0.name == name }) {
            entries[place].count += amount
        } else {
            entries.append((name, amount))
        }
    }

    public mutating func merge(_ other: PassCounters) {
        for entry in other.entries { count(entry.name, entry.count) }
    }

    public static func == (left: PassCounters, right: PassCounters) -> Bool {
        left.entries.elementsEqual(right.entries, by: ==)
    }
}
