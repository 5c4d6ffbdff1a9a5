// hubc link: links HSX objects.

extension Command {
    static let link = Command(
        "link", "A.hxo B.hxo -o APP.hxe", summary: "links HSX objects",
        operands: 1...Int.max, options: [.output, .entry, .debug],
        run: LinkCommand.run)
}

enum LinkCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        for path in context.options.operands { _ = context.read(path) }
        return context.log.hasErrors ? .failure : context.unsupported("'hubc link'")
    }
}
