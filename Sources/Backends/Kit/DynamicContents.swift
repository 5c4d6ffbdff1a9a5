// Whether a module needs what dynamic values need: a heap and its collector.

import IR

extension Module {
    /// Whether there are roots, or functions with dynamic values or references.
    public var hasDynamicValues: Bool {
        if !roots.isEmpty { return true }
        return functions.values.contains { function in
            let types = function.signature.parameters + function.signature.results
            return types.contains(where: Module.isDynamic)
                || function.values.values.contains { Module.isDynamic($0.type) }
        }
    }

    private static func isDynamic(_ type: Type) -> Bool { type == .any || type.layout != nil }
}
