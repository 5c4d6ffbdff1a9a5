// Messages of sends to which only some classes of receivers come, as the analysis of the program says.

import IR

struct NarrowedMessage: Hashable {
    let name: String
    /// In ascending order.
    let receivers: [ClassID]

    /// More receivers than this have the message that all have.
    static let mostReceivers = 8

    /// The same methods with the one that most receivers run for whatever no other entry is for: no other receivers come.
    static func simplified(_ methods: [Selector.Method]) -> [Selector.Method] {
        var counts: [FunctionID: Int] = [:]
        for method in methods {
            // Objects are what is hard to tell apart.
            if method.receiver.isLayout { counts[method.function, default: 0] += 2 }
            counts[method.function, default: 0] += 1
        }
        let usual = methods.map(\.function).max { (counts[$0] ?? 0, $1.rawValue) < (counts[$1] ?? 0, $0.rawValue) }
        guard let usual else { return [] }
        // A layout may extend another one here, whose entry would be its own without one.
        let differ = methods.contains { $0.receiver.isLayout && $0.function != usual }
        let kept = methods.filter { $0.function != usual || differ && $0.receiver.isLayout }
        return kept + [Selector.Method(.other, usual)]
    }
}

/// The narrowed messages of a program.
struct NarrowedMessages {
    private(set) var order: [NarrowedMessage] = []
    private var selectors: [NarrowedMessage: SelectorID] = [:]
    private var names: Set<String> = []

    subscript(_ message: NarrowedMessage) -> SelectorID? { selectors[message] }

    /// `name`, or something like it when it is taken: classes may share one.
    mutating func uniqueName(_ name: String) -> String {
        var name = name
        while !names.insert(name).inserted { name += "'" }
        return name
    }

    mutating func add(_ message: NarrowedMessage, _ selector: SelectorID) {
        selectors[message] = selector
        order.append(message)
    }
}

extension Receiver {
    fileprivate var isLayout: Bool {
        switch self {
        case .layout: true
        case .integer, .float, .null, .closure, .other: false
        }
    }
}
