// The commands of the prompt: a colon, a name, and the rest of the line.

/// What `hubc repl` does besides evaluating.
enum ReplCommand: String, CaseIterable {
    case ir, time, type, load, help, quit

    /// What it takes.
    var operand: String {
        switch self {
        case .ir, .time, .type: "EXPR"
        case .load: "FILE"
        case .help, .quit: ""
        }
    }

    var summary: String {
        switch self {
        case .ir: "prints the IR that the expression, or the function of that name, is compiled to"
        case .time: "evaluates and says how long that took"
        case .type: "says what the value is: Number, String, List, …"
        case .load: "evaluates the forms of a file"
        case .help: "prints this"
        case .quit: "leaves, as Ctrl-D does"
        }
    }

    static var page: String {
        let rows = allCases.map { command -> String in
            let usage = ":" + command.rawValue + (command.operand.isEmpty ? "" : " " + command.operand)
            return "  " + usage + String(repeating: " ", count: max(0, 12 - usage.count)) + command.summary + "\n"
        }
        return rows.joined() + """
              Expressions go on while brackets are open. Ctrl-C gives up on a line, or on what is
              being evaluated; what was defined before stays. The tab key completes names.

            """
    }
}
