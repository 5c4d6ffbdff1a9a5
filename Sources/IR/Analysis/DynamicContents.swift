// Whether a module needs what dynamic values need: a heap and its collector.

extension Module {
    /// Whether there are roots, or functions with dynamic values or references.
    public var hasDynamicValues: Bool { !roots.isEmpty || functions.values.contains(where: \.hasDynamicValues) }
}

extension Function {
    /// Whether it has dynamic values or references.
    public var hasDynamicValues: Bool {
        let types = signature.parameters + signature.results
        return types.contains(where: Self.isDynamic) || values.values.contains { Self.isDynamic($0.type) }
    }

    private static func isDynamic(_ type: Type) -> Bool { type == .any || type.layout != nil }
}
