// The whole of hubc behind its main function: understand the command line, run the command, print what it reported,
// answer a status.

import Support

public enum CommandLineTool {
    /// Runs hubc on the arguments of the process and ends the process.
    public static func main() -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        System.exit(LargeStack.run { run(arguments).code })
    }

    /// Runs hubc on `arguments`, which do not hold the program's name.
    package static func run(_ arguments: [String]) -> ExitStatus {
        let line: ParsedCommandLine
        do {
            line = try OptionParser.parse(arguments)
        } catch {
            var context = CommandContext(options: optionsForUsageErrors(arguments))
            context.log.report(error)
            context.finish()
            return .usage
        }
        var context = CommandContext(options: line.options)
        var status = run(line, &context)
        context.finish()
        // Standard output may have failed on the way.
        if status == .success, context.log.hasErrors { status = .failure }
        return status
    }

    private static func run(_ line: ParsedCommandLine, _ context: inout CommandContext) -> ExitStatus {
        if line.options.help {
            context.print(line.command.map(HelpPage.command) ?? HelpPage.overview, terminator: "")
            return .success
        }
        if let command = line.command { return command.run(&context) }
        if line.options.version { return Command.version.run(&context) }
        return context.fail(.missingCommand, .usage)
    }

    /// A wrong command line still says how its diagnostics are to look.
    private static func optionsForUsageErrors(_ arguments: [String]) -> Options {
        var options = Options()
        let beforeProgram = arguments.prefix { $0 != "--" }
        for (option, value) in zip(beforeProgram, beforeProgram.dropFirst() + [""]) {
            switch (option, value) {
            case ("--diagnostics=json", _), ("--diagnostics", "json"): options.diagnostics = .json
            case ("--color=always", _), ("--color", "always"): options.color = .always
            case ("--color=never", _), ("--color", "never"): options.color = .never
            default: break
            }
        }
        return options
    }
}
