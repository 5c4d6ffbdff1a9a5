// hubc --version: an option rather than a command, so it is not in the table of commands.

extension Command {
    static let version = Command("version", "", summary: "prints the version", operands: 0...0, run: VersionCommand.run)
}

enum VersionCommand {
    /// The version of hubc; the tools that read artifacts may depend on it.
    static let current = "0.1.0"

    static func run(_ context: inout CommandContext) -> ExitStatus {
        context.print("hubc \(current)")
        return .success
    }
}
