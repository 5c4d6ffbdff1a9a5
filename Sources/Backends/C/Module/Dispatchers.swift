// Functions that the program itself does not have: calls of a function by its number in linear memory, and the loops
// that run chains of tail calls.

import IR

enum Dispatchers {
    // MARK: Calls by number

    /// `static uint32_t hub_call_0(uint64_t callee, uint32_t a0, const char *where)`
    static func callHead(_ id: SignatureID, _ program: CProgram) -> String {
        let signature = program.module.signatures[id]
        var list = ["uint64_t callee"]
        for (index, type) in signature.parameters.enumerated() {
            list.append(program.types.declaration(type, "a\(index)"))
        }
        list.append("const char *where")
        let declarator = "\(program.dispatcherName(id))(\(list.joined(separator: ", ")))"
        return "static " + Prototypes.returning(signature.results, program, declarator)
    }

    /// The function that calls the function with a number, which must have the signature.
    static func writeCall(_ id: SignatureID, _ program: CProgram, _ text: inout CText) {
        let signature = program.module.signatures[id]
        let arguments = signature.parameters.indices.map { "a\($0)" }.joined(separator: ", ")
        text.line(callHead(id, program) + " {")
        text.indent()
        text.line("switch (callee) {")
        for target in TailChains.candidates(signature, program.module, program.references.addressed) {
            text.line("case \(GlobalPlacement.address(of: target)):")
            text.indent()
            let call = "\(program.name(target))(\(arguments));"
            text.line(signature.results.isEmpty ? call : "return " + call)
            if signature.results.isEmpty { text.line("return;") }
            text.outdent()
        }
        text.line("default:")
        text.indent()
        for index in signature.parameters.indices { text.line("(void)a\(index);") }
        text.line("hub_no_callee(callee, \(program.module.addressedFunctionCount), where);")
        text.outdent()
        text.line("}")
        text.outdent()
        text.line("}")
    }

    // MARK: Chains

    /// `static hub_step *hub_step_0(uint64_t callee)`
    static func stepHead(_ id: SignatureID, _ program: CProgram) -> String {
        "static hub_step *\(program.stepFinderName(id))(\(program.hasHostMemory ? "uintptr_t" : "uint64_t") callee)"
    }

    /// The function that finds the step of the function at an address; NULL when it has none.
    static func writeStep(_ id: SignatureID, _ program: CProgram, _ text: inout CText) {
        let signature = program.module.signatures[id]
        text.line(stepHead(id, program) + " {")
        text.indent()
        for target in TailChains.candidates(signature, program.module, program.references.addressed)
        where program.tails.contains(target) {
            let address =
                program.hasHostMemory
                ? "(uintptr_t)\(program.name(target))" : "\(GlobalPlacement.address(of: target))"
            text.line("if (callee == \(address)) return \(program.stepName(target));")
        }
        text.line("return NULL;")
        text.outdent()
        text.line("}")
    }

    /// The function that others call: runs the steps that begin with its own.
    static func writeRunner(_ id: FunctionID, _ program: CProgram, _ text: inout CText) {
        let function = program.module.functions[id]
        let signature = function.signature
        let names = (function.entry.map { function.parameters($0) } ?? []).enumerated()
        let numbers = Dictionary(uniqueKeysWithValues: names.map { ($1, "a\($0)") })
        text.line(Prototypes.function(id, program) { numbers[$0] ?? "" } + " {")
        text.indent()
        let words = signature.parameters.enumerated().map { index, type in
            let word = WordConversion.word(type, program.types)
            return "\(word.before)a\(index)\(word.behind)"
        }
        let values = words.isEmpty ? "0" : words.joined(separator: ", ")
        text.line("hub_tail tail = {\(program.stepName(id)), {\(values)}};")
        text.line("while (tail.next != NULL) tail.next(&tail);")
        let results = signature.results.enumerated().map { index, type in
            WordConversion.value("tail.values[\(index)]", type, program.types)
        }
        switch results.count {
        case 0: break
        case 1: text.line("return \(results[0]);")
        default: text.line("return (\(program.types.result(signature.results))){\(results.joined(separator: ", "))};")
        }
        text.outdent()
        text.line("}")
    }
}
