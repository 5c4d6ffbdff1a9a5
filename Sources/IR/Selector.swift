// What messages mean: for each selector, the function that each kind of receiver runs.

import Support

/// A kind of receiver.
public enum Receiver: Hashable, Sendable {
    /// What `is_ref.i64` knows.
    case integer
    /// What `is_ref.f64` knows.
    case float
    /// Nil.
    case null
    case closure
    /// Objects of the layout, and of those that extend it and have no method of their own.
    case layout(LayoutID)
    /// Whatever no other entry is for.
    case other
}

/// A message that `send` sends.
public struct Selector: Hashable, Sendable {
    public var name: String
    /// One for each kind of receiver at most. The functions take the receiver and the arguments, all `any`, and answer
    /// one `any`. A receiver without a method is a `bad_cast`.
    public var methods: [Method] = []

    public struct Method: Hashable, Sendable {
        public var receiver: Receiver
        public var function: FunctionID

        public init(_ receiver: Receiver, _ function: FunctionID) {
            (self.receiver, self.function) = (receiver, function)
        }
    }

    public init(name: String, methods: [Method] = []) {
        self.name = name
        self.methods = methods
    }

    /// The function for a kind of receiver, without regard to layouts that it extends and to `other`.
    public func function(for receiver: Receiver) -> FunctionID? {
        methods.first { $0.receiver == receiver }?.function
    }

    /// The function that objects of exactly `layout` run; nil when that is a `bad_cast`.
    public func function(for layout: LayoutID, in layouts: PrimaryMap<LayoutID, ObjectLayout>) -> FunctionID? {
        var next: LayoutID? = layout
        while let current = next {
            if let found = function(for: .layout(current)) { return found }
            next = layouts[current].parent
        }
        return function(for: .other)
    }
}
