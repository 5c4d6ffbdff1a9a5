// What functions and globals are called in C. Exported and imported ones keep their names where C lets them; the others
// get a prefix, so that none can meet a name of the C library.

import IR
import Support

/// A name in C and, where it is another, the name for the linker.
struct CName: Equatable {
    let text: String
    /// The name for the linker, when C cannot say it.
    var symbol: String?
    /// The name in the module, when `text` does not show it.
    var original: String?

    /// What follows a declaration.
    var symbolAttribute: String { symbol.map { " HUB_SYMBOL(\(CText.quoted($0)))" } ?? "" }
}

/// The names of a module's functions and globals.
struct CNames {
    private(set) var functions = SecondaryMap<FunctionID, CName>(initial: CName(text: ""))
    private(set) var globals = SecondaryMap<GlobalID, CName>(initial: CName(text: ""))
    /// The names under which others see functions that may leave calls to their callers.
    private(set) var complete: [FunctionID: CName] = [:]

    init(_ module: Module, _ leaving: LeavingFunctions) {
        var taken: Set<String> = []
        for id in module.functions.ids {
            let function = module.functions[id]
            // The program's own main comes from this back end.
            let isVisible = function.linkage != .local && (function.name != "main" || module.entry == nil)
            let isComplete = isVisible && leaving.contains(id)
            if isComplete { complete[id] = CNames.name(function.name, prefix: "f_", isVisible: true, &taken) }
            functions[id] = CNames.name(function.name, prefix: "f_", isVisible: isVisible && !isComplete, &taken)
        }
        for id in module.globals.ids {
            let global = module.globals[id]
            // In linear memory a global is a number.
            let isVisible = global.linkage != .local && module.memory.size == 0
            globals[id] = CNames.name(global.name, prefix: "g_", isVisible: isVisible, &taken)
        }
    }

    private static func name(
        _ original: String, prefix: String, isVisible: Bool, _ taken: inout Set<String>
    ) -> CName {
        if isVisible, isIdentifier(original), !CReservedNames.contains(original), taken.insert(original).inserted {
            return CName(text: original)
        }
        let cleaned = String(String.UnicodeScalarView(original.unicodeScalars.map { isWord($0) ? $0 : "_" }))
        var text = prefix + cleaned
        var number = 2
        while !taken.insert(text).inserted {
            text = "\(prefix)\(cleaned)_\(number)"
            number += 1
        }
        let isChanged = cleaned != original || text != prefix + cleaned
        return CName(text: text, symbol: isVisible ? original : nil, original: isChanged ? original : nil)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
    }

    private static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
        return name.unicodeScalars.allSatisfy(isWord)
    }
}
