// hubc passes: lists the passes.

import Passes
import Support

extension Command {
    static let passes = Command(
        "passes", "", summary: "lists the passes",
        operands: 0...0, options: [],
        run: PassesCommand.run)
}

enum PassesCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        let width = PassRegistry.all.map(\.name.utf8.count).max() ?? 0
        for pass in PassRegistry.all {
            let gap = String(repeating: " ", count: width - pass.name.utf8.count + 2)
            context.print(pass.name + gap + pass.summary)
        }
        for level in OptimizationLevel.allCases {
            let names = Pipeline.passes(for: level).map(\.name).joined(separator: " ")
            context.print("\n\(level.rawValue): \(names.isEmpty ? "nothing" : names)")
        }
        return .success
    }
}
