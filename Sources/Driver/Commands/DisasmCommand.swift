// hubc disasm: disassembles an HSX image.

extension Command {
    static let disasm = Command(
        "disasm", "FILE.hxe", summary: "disassembles an HSX image",
        details: """
            Source lines are shown when a .sym file lies beside the image.
            """,
        operands: 1...1, options: [.output],
        run: DisasmCommand.run)
}

enum DisasmCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        for path in context.options.operands { _ = context.read(path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc disasm'")
    }
}
