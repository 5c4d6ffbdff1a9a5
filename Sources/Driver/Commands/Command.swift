// What a command is: a name, what it takes, and a function. Each command has a file of its own that adds one static
// member here; the table in CommandTable.swift lists them.

/// A command of hubc.
package struct Command: Sendable {
    package let name: String
    /// What stands after the name in the usage line.
    let synopsis: String
    /// One line for the list of commands, without full stop.
    let summary: String
    /// Further paragraphs of `hubc help NAME`.
    let details: String
    let operandCount: ClosedRange<Int>
    /// The options beside the general ones, in the order in which the help shows them.
    let options: [OptionID]
    /// What the help says of options that mean less here than in `OptionTable`.
    let wording: [OptionID: String]
    let requiredOptions: [OptionID]
    /// Whether what follows `--` is for the program that is run.
    let takesProgramArguments: Bool
    package let run: @Sendable (inout CommandContext) -> ExitStatus

    init(
        _ name: String, _ synopsis: String, summary: String, details: String = "", operands: ClosedRange<Int>,
        options: [OptionID] = [], wording: [OptionID: String] = [:], required: [OptionID] = [],
        takesProgramArguments: Bool = false,
        run: @escaping @Sendable (inout CommandContext) -> ExitStatus
    ) {
        self.name = name
        self.synopsis = synopsis
        self.summary = summary
        self.details = details
        operandCount = operands
        self.options = options
        self.wording = wording
        requiredOptions = required
        self.takesProgramArguments = takesProgramArguments
        self.run = run
    }

    var allOptions: [OptionID] { options + OptionTable.general }

    var usage: String { synopsis.isEmpty ? "hubc \(name)" : "hubc \(name) \(synopsis)" }
}
