// What `:ir EXPR` shows: the IR behind the optimiser of a function with the expression as its body, in a program of all
// that was evaluated before; or of the function that the expression names.

import IR
import Passes
import Support

enum ReplIR {
    /// The name of the function around the expression.
    private static let name = "repl-expression"
    /// Where the program finds what was evaluated.
    private static let pastName = "what was evaluated"

    static func text(of expression: String, behind past: [UInt8], _ options: Options) -> String {
        var context = CommandContext(options: options)
        let functions = functions(expression, past, &context)
        guard let (module, shown) = functions else {
            return DiagnosticRenderer(sources: context.sources).render(context.log.diagnostics)
        }
        guard !shown.isEmpty else { return "it is left to the evaluator, and has no IR of its own\n" }
        return shown.map { IRPrinter.print(module.functions[$0], in: module) }.joined(separator: "\n")
    }

    private static func functions(
        _ expression: String, _ past: [UInt8], _ context: inout CommandContext
    ) -> (Module, [FunctionID])? {
        let isName = expression.allSatisfy { !$0.isWhitespace && !"(){}'`,\"".contains($0) }
        // Errors end no file that is loaded; as a value the function is kept whole.
        let text = """
            (load "src/prelude.valk") (load "\(pastName)")
            (fun {\(name)} {\(expression)})
            (print \(name)\(isName ? " \(expression)" : ""))
            """
        let others = [pastName: past]
        guard
            let program = LispLoader.load(text: Array(text.utf8), name: "expression", others: others, &context)
        else { return nil }
        var module = program.module
        let level = context.options.optimization ?? .standard
        guard Optimizer.run(HostedBuilder.passes(for: .native, level, module), on: &module, &context) else {
            return nil
        }
        let named = isName ? of(expression, module) : []
        return (module, named.isEmpty ? of(name, module) : named)
    }

    /// The functions that a function of the program became: its name, a point and a number.
    private static func of(_ name: String, _ module: Module) -> [FunctionID] {
        module.functions.ids.filter { id in
            let function = module.functions[id].name
            guard module.functions[id].isDefinition, function.hasPrefix(name) else { return false }
            let rest = function.dropFirst(name.count)
            return rest.isEmpty || (rest.first == "." && rest.dropFirst().allSatisfy(\.isNumber))
        }
    }
}
