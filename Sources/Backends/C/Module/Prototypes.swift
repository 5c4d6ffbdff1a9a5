// The heads of functions and the types of pointers to them.

import IR

enum Prototypes {
    /// `static uint32_t f_name(uint32_t v0)`; `parameters` names the parameters.
    static func function(_ id: FunctionID, _ program: CProgram, parameters: ((ValueID) -> String)?) -> String {
        (program.isStatic(id) ? "static " : "") + function(id, program, name: program.name(id), parameters: parameters)
    }

    /// The same under another name, without what says who sees it.
    static func function(
        _ id: FunctionID, _ program: CProgram, name: String, parameters: ((ValueID) -> String)?
    ) -> String {
        let function = program.module.functions[id]
        let names = function.entry.map { function.parameters($0) }
        let list = function.signature.parameters.enumerated().map { index, type in
            let name = parameters.flatMap { name in names.map { name($0[index]) } } ?? ""
            return unnamed(program.types.declaration(type, name))
        }
        let parameterText = list.isEmpty ? "void" : list.joined(separator: ", ")
        return returning(function.signature.results, program, "\(name)(\(parameterText))")
    }

    /// The head of a function's step in chains of tail calls.
    static func step(_ id: FunctionID, _ program: CProgram) -> String {
        "static void \(program.stepName(id))(hub_tail *tail)"
    }

    /// The type of pointers to functions with a signature.
    static func pointer(_ id: SignatureID, _ program: CProgram) -> String {
        let signature = program.module.signatures[id]
        let list = signature.parameters.map { unnamed(program.types.declaration($0, "")) }
        return returning(signature.results, program, "(*)(\(list.isEmpty ? "void" : list.joined(separator: ", ")))")
    }

    /// A declarator behind the type that a function with these results returns.
    static func returning(_ results: [Type], _ program: CProgram, _ declarator: String) -> String {
        results.count == 1
            ? program.types.declaration(results[0], declarator) : "\(program.types.result(results)) \(declarator)"
    }

    private static func unnamed(_ declaration: String) -> String {
        declaration.hasSuffix(" ") ? String(declaration.dropLast()) : declaration
    }
}
