// The rules about roots: initial values name roots that exist, and fit the layouts and functions that they name.

import Support

extension ModuleChecks {
    mutating func checkRoot(_ id: RootID) {
        let value = module.roots[id].value
        let before = errors.count
        for target in value.roots {
            if !module.roots.contains(target) {
                report(.references, "the value names root \(target.rawValue), which does not exist", at: .root(id))
            } else if target >= id, !value.mayBeCircular {
                let name = module.roots[target].name
                report(.roots, "the value names '@\(name)', which is not declared above it", at: .root(id))
            }
        }
        guard errors.count == before else { return }
        switch value {
        case .null, .integer, .float, .bytes, .array, .same: break
        case .object(let layout, let fields): checkObject(layout, fields, of: id)
        case .closure(let function, let captured): checkClosure(function, captured.count, of: id)
        }
    }

    private mutating func checkObject(_ layout: LayoutID, _ values: [RootField], of id: RootID) {
        guard module.layouts.contains(layout) else {
            return report(.references, "the object's layout does not exist", at: .root(id))
        }
        let fields = module.layouts[layout].fields
        let elements = module.layouts[layout].elements
        guard fields.count == values.count || elements != nil && fields.count < values.count else {
            let count = "\(fields.count) field\(fields.count == 1 ? "" : "s")"
            return report(.roots, "the layout has \(count), but the object \(values.count)", at: .root(id))
        }
        if let elements {
            for (index, value) in values.dropFirst(fields.count).enumerated() {
                if let problem = problem(value, elements) {
                    report(.roots, "element \(index) is \(name(elements)), but \(problem)", at: .root(id))
                }
            }
        }
        for (field, value) in zip(fields, values) {
            if let problem = problem(value, field.type) {
                report(.roots, "field '\(field.name)' is \(name(field.type)), but \(problem)", at: .root(id))
            }
        }
    }

    /// Why a field of `type` cannot start with `value`; nil when it can. Requires: the roots that it names exist.
    private func problem(_ value: RootField, _ type: Type) -> String? {
        switch value {
        case .root(let root):
            if type == .any { return nil }
            guard let layout = type.layout else { return "its value is a root" }
            switch firstValue(root) {
            case .null, nil: return nil
            case .object(let found, _): if isKind(found, of: layout) { return nil }
            case .integer, .float, .bytes, .closure, .array, .same: break
            }
            return "'@\(module.roots[root].name)' holds something else"
        case .bits(let bits):
            if type == .any || type.layout != nil { return "its value is a number" }
            let width = type.bits ?? module.memory.pointerBytes * 8
            return width < 64 && bits >> UInt64(max(0, width)) != 0 ? "its value has bits above that width" : nil
        }
    }

    /// As `isKind` of the layouts; true where a layout is broken, which is reported elsewhere.
    private func isKind(_ layout: LayoutID, of other: LayoutID) -> Bool {
        var layout = layout
        while layout != other {
            guard module.layouts.contains(layout) else { return true }
            guard let parent = module.layouts[layout].parent, parent < layout else { return false }
            layout = parent
        }
        return true
    }

    /// What the root starts with; nil where that cannot be followed because a root names itself or a later one.
    private func firstValue(_ root: RootID) -> RootValue? {
        var root = root
        while case .same(let next) = module.roots[root].value {
            guard next < root else { return nil }
            root = next
        }
        return module.roots[root].value
    }

    private mutating func checkClosure(_ function: FunctionID, _ captured: Int, of id: RootID) {
        guard module.functions.contains(function) else {
            return report(.references, "function \(function.rawValue) does not exist", at: .root(id))
        }
        let parameters = module.functions[function].signature.parameters.prefix(captured)
        if parameters.count < captured || parameters.contains(where: { $0 != .any }) {
            let name = module.functions[function].name
            let count = "\(captured) value\(captured == 1 ? "" : "s")"
            report(
                .roots, "the closure captures \(count), which '@\(name)' does not take as 'any' first", at: .root(id))
        }
    }

    private func name(_ type: Type) -> String { IRPrinter.name(type, in: module) }
}

extension RootValue {
    /// Whether the value may name roots that stand below it.
    fileprivate var mayBeCircular: Bool {
        switch self {
        case .object, .array: true
        case .null, .integer, .float, .bytes, .closure, .same: false
        }
    }
}
