// The rules about declarations: names, memory, globals, services, layouts and the entry function. Those
// about roots stand in RootChecks.

import Support

/// Checks the declarations of one module.
struct ModuleChecks {
    let module: Module
    private(set) var errors: [VerifierError] = []

    private init(_ module: Module) { self.module = module }

    static func run(_ module: Module) -> [VerifierError] {
        var checks = ModuleChecks(module)
        checks.checkMemory()
        checks.checkNames()
        checks.checkLayouts()
        for id in module.selectors.ids { checks.checkMessage(id) }
        for id in module.services.ids { checks.checkService(id) }
        for id in module.globals.ids { checks.checkGlobal(id) }
        for id in module.roots.ids { checks.checkRoot(id) }
        checks.checkEntryFunction()
        checks.checkDebugTypes()
        return checks.errors
    }

    mutating func report(
        _ rule: VerifierRule, _ message: String, at place: IRLine.Place, in function: FunctionID? = nil
    ) {
        errors.append(VerifierError(rule, message, at: place, in: function))
    }

    private mutating func checkMemory() {
        let memory = module.memory
        if memory.size != 0, memory.size & (memory.size - 1) != 0 {
            report(.memory, "the memory size \(memory.size) is no power of two", at: .module)
        }
        if memory.size != 0, memory.stackTop > memory.size {
            report(
                .memory, "the stack starts at \(memory.stackTop), outside the memory of \(memory.size) bytes",
                at: .module)
        }
        if memory.pointerBytes != 4, memory.pointerBytes != 8 {
            report(.memory, "a pointer takes 4 or 8 bytes, not \(memory.pointerBytes)", at: .module)
        }
    }

    private mutating func checkNames() {
        var symbols: Set<String> = []
        for id in module.globals.ids where !symbols.insert(module.globals[id].name).inserted {
            report(.names, "the name '@\(module.globals[id].name)' is taken", at: .global(id))
        }
        for id in module.functions.ids where !symbols.insert(module.functions[id].name).inserted {
            report(.names, "the name '@\(module.functions[id].name)' is taken", at: .function, in: id)
        }
        var services: Set<String> = []
        for id in module.services.ids where !services.insert(module.services[id].name).inserted {
            report(.names, "the name '@\(module.services[id].name)' is taken", at: .service(id))
        }
        var roots: Set<String> = []
        for id in module.roots.ids where !roots.insert(module.roots[id].name).inserted {
            report(.names, "the name '@\(module.roots[id].name)' is taken", at: .root(id))
        }
        var layouts: Set<String> = []
        for id in module.layouts.ids where !layouts.insert(module.layouts[id].name).inserted {
            report(.names, "the name '$\(module.layouts[id].name)' is taken", at: .layout(id))
        }
    }

    private mutating func checkLayouts() {
        if module.layouts.count > Type.layoutLimit {
            report(.references, "a module has at most \(Type.layoutLimit) layouts", at: .module)
        }
        for id in module.layouts.ids {
            checkParent(of: id)
            for field in module.layouts[id].fields where !module.exists(field.type) {
                report(.references, "field '\(field.name)' has a type whose layout does not exist", at: .layout(id))
            }
            if let elements = module.layouts[id].elements, elements != .any, elements.byteSize() == nil {
                report(.layouts, "elements are scalars or 'any'", at: .layout(id))
            }
        }
    }

    private mutating func checkParent(of id: LayoutID) {
        let layout = module.layouts[id]
        guard let parent = layout.parent else { return }
        if !module.layouts.contains(parent) {
            report(.references, "the layout extends one that does not exist", at: .layout(id))
        } else if parent >= id {
            let name = module.layouts[parent].name
            report(.layouts, "the layout extends '$\(name)', which is not declared above it", at: .layout(id))
        } else if !layout.fields.starts(with: module.layouts[parent].fields) {
            let name = module.layouts[parent].name
            report(.layouts, "the layout does not begin with the fields of '$\(name)'", at: .layout(id))
        } else if let elements = module.layouts[parent].elements, elements != layout.elements {
            let name = module.layouts[parent].name
            report(.layouts, "the layout does not have the elements of '$\(name)'", at: .layout(id))
        }
    }

    private mutating func checkMessage(_ id: SelectorID) {
        let selector = module.selectors[id]
        var seen: Set<Receiver> = []
        var count: Int?
        for method in selector.methods {
            if !seen.insert(method.receiver).inserted {
                report(.messages, "'\(selector.name)' has two methods for one kind of receiver", at: .module)
            }
            if case .layout(let layout) = method.receiver, !module.layouts.contains(layout) {
                report(.references, "'\(selector.name)' has a method for a layout that does not exist", at: .module)
            }
            guard module.functions.contains(method.function) else {
                report(.references, "'\(selector.name)' has a method that does not exist", at: .module)
                continue
            }
            let function = module.functions[method.function]
            let signature = function.signature
            let isDynamic = signature.parameters.allSatisfy { $0 == .any } && signature.results == [.any]
            if !isDynamic || signature.parameters.count != count ?? signature.parameters.count {
                report(
                    .messages, "'\(selector.name)' has a method '@\(function.name)' with another signature", at: .module
                )
            } else if !function.attributes.contains(.addressTaken) {
                report(.messages, "'@\(function.name)' is a method, but not 'address_taken'", at: .module)
            }
            count = signature.parameters.count
        }
    }

    private mutating func checkService(_ id: ServiceID) {
        let service = module.services[id]
        for type in service.parameters + service.results where !module.exists(type) {
            report(.references, "the service has a type whose layout does not exist", at: .service(id))
        }
    }

    private mutating func checkGlobal(_ id: GlobalID) {
        let global = module.globals[id]
        let size = Int(global.size)
        if global.bytes.count > size {
            report(.globals, "\(global.bytes.count) bytes do not fit a global of \(size)", at: .global(id))
        }
        if global.alignment.nonzeroBitCount != 1 {
            report(.globals, "the alignment \(global.alignment) is no power of two", at: .global(id))
        } else if let address = global.address, address % global.alignment != 0 {
            report(
                .globals, "the address \(address) is no multiple of the alignment \(global.alignment)", at: .global(id))
        }
        if let address = global.address, module.memory.size != 0, UInt64(address) + UInt64(size) > module.memory.size {
            report(.globals, "the global ends outside the memory of \(module.memory.size) bytes", at: .global(id))
        }
        if global.linkage == .import, !global.bytes.isEmpty || !global.relocations.isEmpty {
            report(.globals, "an imported global has no initial bytes here", at: .global(id))
        }
        checkRelocations(of: id)
    }

    private mutating func checkRelocations(of id: GlobalID) {
        let global = module.globals[id]
        for relocation in global.relocations {
            let exists =
                switch relocation.target {
                case .global(let target): module.globals.contains(target)
                case .function(let target): module.functions.contains(target)
                }
            if !exists {
                report(
                    .references, "the target of the relocation at \(relocation.offset) does not exist", at: .global(id))
            }
            if UInt64(relocation.offset) + UInt64(max(0, module.memory.pointerBytes)) > UInt64(global.size) {
                report(.globals, "the relocation at \(relocation.offset) ends outside the global", at: .global(id))
            }
        }
        let offsets = global.relocations.map { Int($0.offset) }.sorted()
        for (offset, next) in zip(offsets, offsets.dropFirst()) where next - offset < module.memory.pointerBytes {
            report(.globals, "the relocations at \(offset) and \(next) overlap", at: .global(id))
        }
    }

    private mutating func checkEntryFunction() {
        var first: FunctionID?
        for id in module.functions.ids where module.functions[id].attributes.contains(.entry) {
            let function = module.functions[id]
            if let first {
                let name = module.functions[first].name
                report(.entryFunction, "the entry function is '@\(name)' already", at: .function, in: id)
            }
            first = first ?? id
            if !function.isDefinition {
                report(.entryFunction, "the entry function is an import", at: .function, in: id)
            }
            let types = function.signature.parameters + function.signature.results
            if let odd = types.first(where: { !$0.isInteger && !$0.isFloat }) {
                let name = odd.scalarName ?? "a reference"
                report(
                    .entryFunction, "the entry function has a parameter or result of type \(name)", at: .function,
                    in: id)
            }
        }
    }
}

extension Module {
    /// Whether the layout of a reference type exists; true for other types.
    func exists(_ type: Type) -> Bool { type.layout.map(layouts.contains) ?? true }
}
