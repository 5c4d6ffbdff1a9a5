// The list of commands, in the order of the help.

enum CommandTable {
    static let all: [Command] = [
        .build, .run, .check, .test, .repl, .ir, .opt, .exec, .link, .inspect, .disasm, .verify, .bench, .targets, .passes, .explain,
        .help,
    ]

    static func find(_ name: String) -> Command? { all.first { $0.name == name } }
}
