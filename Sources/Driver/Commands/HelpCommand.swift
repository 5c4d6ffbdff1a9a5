// hubc help: lists the commands, or describes one.

extension Command {
    static let help = Command(
        "help", "[COMMAND]", summary: "lists the commands, or describes one", operands: 0...1, run: HelpCommand.run)
}

enum HelpCommand {
    static func run(_ context: inout CommandContext) -> ExitStatus {
        guard let name = context.options.operands.first else {
            context.print(HelpPage.overview, terminator: "")
            return .success
        }
        guard let command = CommandTable.find(name) else { return context.fail(.unknownCommand(name), .usage) }
        context.print(HelpPage.command(command), terminator: "")
        return .success
    }
}
