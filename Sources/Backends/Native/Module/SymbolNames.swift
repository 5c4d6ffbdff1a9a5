// The names that functions and globals have in the object file.

import IR

/// Names of symbols.
enum SymbolNames {
    /// What the runtime's names, and those that hubc adds to an object, begin with.
    private static let reservedPrefix = "hub_"
    private static let entryPoint = "main"

    /// The symbol of a function's own code. Functions that only the module sees get a name that C cannot write, so that
    /// none takes the place of a library's function that LLVM calls.
    static func body(_ function: Function, _ module: Module) -> String {
        isVisible(function) ? function.name : "\(escaped(function.name)).local"
    }

    /// Whether other objects find `function` by its name. The program's own `main` is C's entry point, which calls the
    /// entry.
    static func isVisible(_ function: Function) -> Bool {
        function.linkage != .local && !(function.attributes.contains(.entry) && function.name == entryPoint)
    }

    /// The name of a global that only the module sees.
    static func local(_ global: Global) -> String { escaped(global.name) }

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
