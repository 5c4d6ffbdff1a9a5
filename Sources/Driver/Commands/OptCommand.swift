// hubc opt: runs passes over textual IR and prints the result.

import IR
import Passes
import Support

extension Command {
    static let opt = Command(
        "opt", "FILE.hir --passes=A,B,C", summary: "runs passes over textual IR and prints the result",
        details: "'hubc passes' lists the passes.",
        operands: 1...1, options: [.passes, .printAfter, .printChanged, .output],
        wording: [.output: "write to this file instead of standard output"],
        required: [.passes], run: OptCommand.run)
}

enum OptCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        var passes: [Pass] = []
        for name in context.options.passes + context.options.printAfter where name != "all" {
            guard let pass = PassRegistry.pass(named: name) else { return context.fail(.unknownPass(name), .usage) }
            if passes.count < context.options.passes.count { passes.append(pass) }
        }
        guard context.expect(".hir", at: context.options.path, hint: "'hubc ir' makes textual IR from sources"),
            var loaded = ModuleLoader.parse(context.options.path, &context),
            Optimizer.run(passes, on: &loaded.module, &context)
        else { return .failure }
        return context.show(IRPrinter.print(loaded.module))
    }
}

extension Diagnostic {
    static func unknownPass(_ name: String) -> Diagnostic {
        let near = NearestName.find(name, among: PassRegistry.all.map(\.name))
        return .error(
            "E9307", "there is no pass '\(name)'",
            notes: [DiagnosticNote(near.map { "did you mean '\($0)'?" } ?? "'hubc passes' lists them")])
    }
}
