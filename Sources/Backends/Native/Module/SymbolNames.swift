// The names that functions and globals have in the object file.

import IR

/// Names of symbols. All parts of a module give a function or global the same one, whatever else they declare.
struct SymbolNames: Sendable {
    /// What the runtime's names, and those that hubc adds to an object, begin with.
    private static let reservedPrefix = "hub_"
    private static let entryPoint = "main"

    private var bodies: [String]
    private var locals: [String]

    init(_ module: Module) {
        let visible = module.functions.values.filter(SymbolNames.isVisible).map(\.name)
        var taken = Set(visible + module.globals.values.filter { $0.linkage != .local }.map(\.name))
        func own(_ name: String) -> String {
            var name = name
            while !taken.insert("\(name).local").inserted { name += "'" }
            return name
        }
        bodies = module.functions.values.map { function in
            SymbolNames.isVisible(function) ? function.name : "\(own(SymbolNames.escaped(function.name))).local"
        }
        locals = module.globals.values.map { $0.linkage == .local ? own(SymbolNames.escaped($0.name)) : $0.name }
    }

    /// The symbol of a function's own code. Functions that only the module sees get a name that C cannot write, so that
    /// none takes the place of a library's function that LLVM calls.
    func body(_ id: FunctionID) -> String { bodies[id.index] }

    /// The name of a global that only the module sees, in a module that is not divided.
    func local(_ id: GlobalID) -> String { locals[id.index] }

    /// Whether other objects find `function` by its name. The program's own `main` is C's entry point, which calls the
    /// entry.
    static func isVisible(_ function: Function) -> Bool {
        function.linkage != .local && !(function.attributes.contains(.entry) && function.name == entryPoint)
    }

    /// Why a name cannot be that of a symbol that others see; nil when it can.
    static func fault(_ name: String, hasEntry: Bool) -> String? {
        if name.isEmpty || name.utf8.contains(where: { $0 < 0x20 }) { return "is no name for a symbol" }
        if name.hasPrefix("llvm.") { return "means something to LLVM" }
        if name.hasPrefix(reservedPrefix) { return "belongs to the runtime" }
        return hasEntry && name == entryPoint ? "is where C starts the program" : nil
    }

    /// LLVM reads names as C does, and gives some of them a meaning.
    private static func escaped(_ name: String) -> String {
        let isPlain = !name.utf8.contains { $0 < 0x20 } && !name.hasPrefix("llvm.") && !name.hasPrefix(reservedPrefix)
        if isPlain { return name }
        return "_" + String(decoding: name.utf8.map { $0 < 0x20 ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
    }
}
