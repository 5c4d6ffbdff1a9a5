// What a back end can take: the driver picks the legalising passes from it.

import IR

/// The demands of a back end on the IR that it is given.
public struct BackendCapabilities: Sendable {
    /// The types that values may have.
    public var types: [Type]
    /// Whether dynamic values and objects stay in the IR until the back end.
    public var hasDynamicValues: Bool
    /// Whether control flow must be reducible to structured form.
    public var needsStructuredControlFlow: Bool
    /// Whether tail calls take no stack.
    public var hasTailCalls: Bool

    public init(
        types: [Type], hasDynamicValues: Bool = false, needsStructuredControlFlow: Bool = false,
        hasTailCalls: Bool = false
    ) {
        self.types = types
        self.hasDynamicValues = hasDynamicValues
        self.needsStructuredControlFlow = needsStructuredControlFlow
        self.hasTailCalls = hasTailCalls
    }
}
