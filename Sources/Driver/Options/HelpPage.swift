// The help texts, made from the tables of commands and options.

enum HelpPage {
    /// What `hubc help` prints.
    static var overview: String {
        var text = """
            hubc compiles small languages to HSX images, native code, C and WebAssembly.

            Usage: hubc COMMAND [OPTIONS] [OPERANDS]

            Commands:

            """
        text += columns(CommandTable.all.map { ($0.name, $0.summary) })
        text += """

            Examples:
              hubc run game.mvasm          builds and runs one file
              hubc build                   builds the tree whose hubc.json is here
              hubc help build              describes the command 'build'
              hubc explain E1033           explains the diagnostic E1033

            Exit status: 0 done, 1 the input has errors, 2 wrong usage, 70 a limit or a fault.
            'hubc run' ends with the status of the program. 'hubc --version' prints the version.

            """
        return text
    }

    /// What `hubc help COMMAND` prints.
    static func command(_ command: Command) -> String {
        var text = "hubc \(command.name): \(command.summary)\n\nUsage: \(command.usage)\n"
        if !command.details.isEmpty { text += "\n\(command.details)\n" }
        text += options("Options", command.options, command.wording)
        text += options("General options", OptionTable.general)
        return text
    }

    private static func options(
        _ title: String, _ ids: [OptionID], _ wording: [OptionID: String] = [:]
    ) -> String {
        guard !ids.isEmpty else { return "" }
        let rows = ids.compactMap(OptionTable.spec).map { spec in
            (spec.usage, wording[spec.id] ?? (spec.isRepeatable ? spec.summary + " (repeatable)" : spec.summary))
        }
        return "\n\(title):\n" + columns(rows)
    }

    /// Two columns; a left part that is too wide has a line of its own.
    private static func columns(_ rows: [(left: String, right: String)]) -> String {
        let widest = 26
        let width = rows.map(\.left.utf8.count).filter { $0 <= widest }.max() ?? widest
        var text = ""
        for row in rows {
            let gap = width - row.left.utf8.count
            text += "  " + row.left
            text += gap >= 0 ? String(repeating: " ", count: gap + 2) : "\n" + String(repeating: " ", count: width + 4)
            text += row.right + "\n"
        }
        return text
    }
}
