// hubc ir: prints the textual IR.

import IR
import Passes
import Support

extension Command {
    static let ir = Command(
        "ir", "[PATH]", summary: "prints the textual IR",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            """,
        operands: 0...1, options: OptionTable.compile + [.stage, .printAfter, .printChanged, .output],
        wording: [.output: "write to this file instead of standard output"],
        run: IRCommand.run)
}

enum IRCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let plan = BuildPlan.make(&context), var loaded = ModuleLoader.load(plan, &context) else {
            return .failure
        }
        for name in context.options.printAfter where name != "all" && PassRegistry.pass(named: name) == nil {
            return context.fail(.unknownPass(name), .usage)
        }
        switch context.options.stage {
        case .frontend: break
        case .optimized, .lowered:
            let target = context.options.stage == .lowered ? plan.targets.first : nil
            if let target, target != .hxe { loaded = KeptCode.embed(in: loaded) }
            let passes =
                target.map { HostedBuilder.passes(for: $0, plan.optimization, loaded.module) }
                ?? Pipeline.passes(for: plan.optimization, isDynamic: loaded.module.hasDynamicValues)
            guard Optimizer.run(passes, on: &loaded.module, &context) else { return .failure }
            if let target {
                guard Legalizer.run(&loaded.module, for: target, plan.optimization, &context) else {
                    return .failure
                }
            }
        }
        return context.show(IRPrinter.print(loaded.module))
    }
}

extension CommandContext {
    /// Prints `text`, or writes it where `-o` says.
    mutating func show(_ text: String) -> ExitStatus {
        if let path = options.output { return write([OutputFile(path, Array(text.utf8))]) }
        print(text, terminator: "")
        return status
    }
}
