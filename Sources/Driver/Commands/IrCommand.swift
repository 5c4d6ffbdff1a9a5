// hubc ir: prints the textual IR.

extension Command {
    static let ir = Command(
        "ir", "[PATH]", summary: "prints the textual IR",
        details: """
            PATH is a folder with a hubc.json, or one source file; the current folder when left out.
            """,
        operands: 0...1, options: OptionTable.compile + [.stage, .printAfter, .printChanged, .output],
        run: IrCommand.run)
}

enum IrCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        context.unsupported("'hubc ir'")
    }
}
