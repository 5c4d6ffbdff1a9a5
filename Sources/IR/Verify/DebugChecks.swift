// The rules about what debuggers are told: everything that is named exists. Whether a bound value is there at the place
// of the binding does not matter: where it is not, the variable is not known.

import Support

extension ModuleChecks {
    mutating func checkDebugTypes() {
        for id in module.debugTypes.ids {
            for target in module.debugTypes[id].references where !module.debugTypes.contains(target) {
                report(
                    .debug, "debug type t\(id.rawValue) names t\(target.rawValue), which does not exist", at: .module)
            }
        }
        for id in module.globals.ids {
            guard let declaration = module.globals[id].declaration else { continue }
            if let problem = module.problem(declaration) { report(.debug, problem, at: .global(id)) }
        }
    }
}

extension Module {
    /// What is wrong with a declaration; nil when nothing is.
    func problem(_ declaration: DebugDeclaration) -> String? {
        if let type = declaration.type, !debugTypes.contains(type) {
            return "'\(declaration.name)' has the debug type t\(type.rawValue), which does not exist"
        }
        return declaration.file < files.count
            ? nil : "'\(declaration.name)' is declared in file \(declaration.file), which is not declared"
    }
}

extension FunctionVerifier {
    mutating func checkDebugVariables() {
        if let declaration = function.declaration, let problem = module.problem(declaration) {
            report(.debug, problem)
        }
        for id in function.debugVariables.ids {
            let variable = function.debugVariables[id]
            if !module.debugTypes.contains(variable.type) {
                report(
                    .debug,
                    "debug variable d\(id.rawValue) has the type t\(variable.type.rawValue), which does not exist")
            }
            if variable.location != .none, !function.locations.contains(variable.location) {
                report(.debug, "debug variable d\(id.rawValue) has a location that does not exist")
            }
        }
    }

    mutating func checkBindings(before instruction: InstructionID) {
        for id in function.layout.attached(before: instruction) {
            guard function.debugBindings.contains(id) else {
                report(.debug, "debug binding \(id.rawValue) does not exist", at: instruction)
                continue
            }
            let binding = function.debugBindings[id]
            if !function.debugVariables.contains(binding.variable) {
                report(.debug, "debug variable d\(binding.variable.rawValue) does not exist", at: instruction)
            }
            let exists =
                switch binding.place {
                case .none, .constant: true
                case .value(let value), .memory(let value, _): function.values.contains(value)
                case .slot(let slot, _): function.slots.contains(slot)
                case .global(let global, _): module.globals.contains(global)
                }
            if !exists {
                report(
                    .debug, "debug variable d\(binding.variable.rawValue) is bound to something that does not exist",
                    at: instruction)
            }
        }
    }
}
