// hubc inspect: describes an artifact: .hxe, .hxo, .wasm, .sym or .image.

extension Command {
    static let inspect = Command(
        "inspect", "FILE", summary: "describes an artifact: .hxe, .hxo, .wasm, .sym or .image",
        operands: 1...1, options: [.json],
        run: InspectCommand.run)
}

enum InspectCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        for path in context.options.operands { _ = context.read(path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc inspect'")
    }
}
