// The variables that methods name and that no class and no list of globals has: in images, those of shared pools.

enum StasmFreeNames {
    /// In order, each once.
    static func find(_ items: [StasmItem]) -> [String] {
        var classes: [String: StasmClass] = [:]
        var known: Set<String> = []
        for item in items {
            switch item {
            case .classDefinition(let definition):
                classes[definition.name.text] = definition
                known.insert(definition.name.text)
            case .globals(let names): known.formUnion(names.map(\.text))
            case .method: break
            }
        }
        var found: Set<String> = []
        for case .method(let method) in items {
            var names: Set<String> = []
            collect(method.code, &names)
            names.subtract(known)
            for name in names where !isDefined(name, method.className.text, classes) { found.insert(name) }
        }
        return found.sorted()
    }

    private static func isDefined(_ name: String, _ className: String, _ classes: [String: StasmClass]) -> Bool {
        var next = classes[className]
        var levels = 0
        while let current = next, levels < classes.count {
            if current.classVariables.contains(where: { $0.text == name }) { return true }
            next = current.superclass.flatMap { classes[$0.text] }
            levels += 1
        }
        return false
    }

    private static func collect(_ code: StasmCode, _ names: inout Set<String>) {
        for entry in code.literals {
            switch entry {
            case .value(let literal, _): collect(literal, &names)
            case .block(let block): collect(block, &names)
            case .outer: break
            }
        }
    }

    private static func collect(_ literal: StasmLiteral, _ names: inout Set<String>) {
        switch literal {
        case .binding(let name): names.insert(name)
        case .array(let elements): for element in elements { collect(element, &names) }
        case .nil, .true, .false, .integer, .float, .character, .string, .symbol, .byteArray, .classBinding, .object:
            break
        }
    }
}
