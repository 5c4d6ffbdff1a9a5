// The text form of debug types, declarations, variables and bindings.

import Support

extension IRPrinter {
    /// `t0`, `t1`, …; of one that does not exist `t!7`.
    private func name(_ id: DebugTypeID) -> String {
        module.debugTypes.contains(id) ? "t\(id.rawValue)" : "t!\(id.rawValue)"
    }

    mutating func printDebugTypes() {
        for id in module.debugTypes.ids { text += "debug t\(id.rawValue) = \(describe(module.debugTypes[id]))\n" }
    }

    private func describe(_ type: DebugType) -> String {
        switch type {
        case .scalar(let name, let size, let encoding): return "\(encoding.rawValue) \(quoted(name)) \(size)"
        case .pointer(let target, let size): return "pointer \(size)" + (target.map { " to \(name($0))" } ?? "")
        case .structure(let name, let size, let members): return "struct \(quoted(name)) \(size) \(list(members))"
        case .union(let name, let size, let members): return "union \(quoted(name)) \(size) \(list(members))"
        case .array(let element, let count): return "array \(count) of \(name(element))"
        case .enumeration(let name, let size, let enumerators):
            let values = enumerators.map { "\(quoted($0.name)): \($0.value)" }
            return "enum \(quoted(name)) \(size) \(braced(values))"
        case .alias(let alias, let type): return "alias \(quoted(alias)) of \(name(type))"
        case .qualified(let qualifier, let type): return "\(qualifier.rawValue) of \(name(type))"
        case .function(let result, let parameters, let isVariadic):
            return "function (\(parameters.map(name).joined(separator: ", ")))" + (isVariadic ? " variadic" : "")
                + (result.map { " -> \(name($0))" } ?? "")
        case .opaque(let name): return "opaque \(quoted(name))"
        }
    }

    private func list(_ members: [DebugMember]) -> String {
        braced(
            members.map { member in
                let bits = member.bits.map { " bits (\($0.first), \($0.count))" } ?? ""
                return "\(quoted(member.name)): \(name(member.type)) at \(member.offset)\(bits)"
            })
    }

    private func braced(_ elements: [String]) -> String {
        elements.isEmpty ? "{ }" : "{ \(elements.joined(separator: ", ")) }"
    }

    /// What stands behind a global or a function that the source declares.
    func suffix(_ declaration: DebugDeclaration?) -> String {
        guard let declaration else { return "" }
        let type = declaration.type.map { " \(name($0))" } ?? ""
        return " debug \(quoted(declaration.name))\(type) !\(declaration.file):\(declaration.line)"
    }

    mutating func printDebugVariables(_ function: Function) {
        for id in function.debugVariables.ids {
            let variable = function.debugVariables[id]
            text += "  debug d\(id.rawValue) \(quoted(variable.name)) \(name(variable.type))"
            if variable.parameter != 0 { text += " parameter \(variable.parameter)" }
            text += locationSuffix(variable.location, function) + "\n"
        }
    }

    /// The bindings before an instruction, a line each.
    mutating func printBindings(_ instruction: InstructionID, _ function: Function, _ numbering: EntityNumbering) {
        guard function.layout.hasAttachments else { return }
        for id in function.layout.attached(before: instruction) {
            guard function.debugBindings.contains(id) else {
                text += "    debug!\(id.rawValue)\n"
                continue
            }
            let binding = function.debugBindings[id]
            text += "    debug d\(binding.variable.rawValue)"
            if binding.size != 0 { text += "(\(binding.offset), \(binding.size))" }
            text += " = \(describe(function.settled(binding.place), numbering))\n"
        }
    }

    private func describe(_ place: DebugPlace, _ numbering: EntityNumbering) -> String {
        func address(_ base: String, _ offset: Int32) -> String { offset == 0 ? base : base + signed(offset) }
        switch place {
        case .none: return "none"
        case .value(let value): return numbering.name(value)
        case .constant(let bits): return "\(Int64(bitPattern: bits))"
        case .slot(let slot, let offset): return "in " + address("ss\(slot.rawValue)", offset)
        case .global(let global, let offset): return "in " + address(name(global), offset)
        case .memory(let value, let offset): return "at " + address(numbering.name(value), offset)
        }
    }
}
