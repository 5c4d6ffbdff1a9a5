// hubc targets: lists what hubc can build for.

extension Command {
    static let targets = Command("targets", "", summary: "lists the targets", operands: 0...0, run: TargetsCommand.run)
}

enum TargetsCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        for target in TargetName.allCases {
            let name = target.rawValue + String(repeating: " ", count: 8 - target.rawValue.utf8.count)
            context.print(name + target.summary)
        }
        return .success
    }
}

extension TargetName {
    /// What the target is, in a few words.
    var summary: String {
        switch self {
        case .hxe: "HSX image, with .sym beside it"
        case .native: "executable for this machine or a triple"
        case .wasm: "WebAssembly module"
        case .c: "portable C11"
        }
    }
}
