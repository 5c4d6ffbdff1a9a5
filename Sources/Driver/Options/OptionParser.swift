// Reads the arguments after the program's name into a command and its options. Stops at the first mistake: what
// follows a misunderstood argument cannot be trusted. Requires nothing of the file system.

import Passes
import Support

/// A command line that has been understood.
package struct ParsedCommandLine {
    /// Nil when no command was given, for `hubc --help` and `hubc --version`.
    package let command: Command?
    package let options: Options
}

package struct OptionParser {
    private let arguments: [String]
    private var next = 0
    private var command: Command? = nil
    private var options = Options()

    private init(_ arguments: [String]) { self.arguments = arguments }

    /// Parses `arguments`. Throws E9001 to E9007.
    package static func parse(_ arguments: [String]) throws(Diagnostic) -> ParsedCommandLine {
        var parser = OptionParser(arguments)
        try parser.parse()
        return ParsedCommandLine(command: parser.command, options: parser.options)
    }

    private mutating func parse() throws(Diagnostic) {
        while next < arguments.count {
            let argument = arguments[next]
            next += 1
            if argument == "--" {
                try takeRest()
            } else if argument.hasPrefix("-"), argument != "-" {
                try option(argument)
            } else if command == nil {
                guard let found = CommandTable.find(argument) else { throw .unknownCommand(argument) }
                command = found
            } else {
                options.operands.append(argument)
            }
        }
        // Help is given whatever else is missing.
        guard let command, !options.help else { return }
        if options.operands.count < command.operandCount.lowerBound { throw .missingOperand(command) }
        if options.operands.count > command.operandCount.upperBound {
            throw .surplusOperand(options.operands[command.operandCount.upperBound], command)
        }
        for name in command.requiredOptions where !given.contains(name) { throw .missingOption(name, command) }
    }

    private var given: Set<OptionID> = []

    private mutating func takeRest() throws(Diagnostic) {
        let rest = Array(arguments[next...])
        next = arguments.count
        if let command, !command.takesProgramArguments {
            options.operands += rest
        } else {
            options.programArguments = rest
        }
    }

    // MARK: Options

    private mutating func option(_ argument: String) throws(Diagnostic) {
        let (spec, joined) = try spelling(argument)
        let allowed = command?.allOptions ?? [.help, .version] + OptionTable.general
        guard allowed.contains(spec.id) else { throw .foreignOption(argument, spec, command) }
        given.insert(spec.id)
        guard spec.value != .none else {
            if let joined { throw .unwantedValue(argument, joined) }
            try apply(spec.id, spelt: argument, value: "")
            return
        }
        let name = spelt(argument)
        var value = joined
        if value == nil, next < arguments.count {
            value = arguments[next]
            next += 1
        }
        guard let value, !value.isEmpty else { throw .missingValue(name, spec) }
        if case .choice(let names) = spec.value, !names.contains(value) { throw .badChoice(name, value, names) }
        try apply(spec.id, spelt: name, value: value)
    }

    /// The option that `argument` spells and the value that is joined to it: `--name=value`, `-xvalue`.
    private func spelling(_ argument: String) throws(Diagnostic) -> (OptionSpec, String?) {
        if let spec = OptionTable.spec(named: argument) { return (spec, nil) }
        if argument.hasPrefix("--") {
            if let sign = argument.firstIndex(of: "="), let spec = OptionTable.spec(named: String(argument[..<sign])) {
                return (spec, String(argument[argument.index(after: sign)...]))
            }
        } else if let spec = OptionTable.spec(named: String(argument.prefix(2))), case .required = spec.value {
            return (spec, String(argument.dropFirst(2)))
        }
        throw .unknownOption(argument, command)
    }

    /// `argument` without a joined value.
    private func spelt(_ argument: String) -> String {
        if argument.hasPrefix("--") { return String(argument.prefix { $0 != "=" }) }
        return String(argument.prefix(2))
    }

    private mutating func apply(_ id: OptionID, spelt name: String, value: String) throws(Diagnostic) {
        switch id {
        case .target: if let target = TargetName(rawValue: value) { options.targets.append(target) }
        case .optimization: options.optimization = OptimizationLevel(rawValue: name)
        case .debug: options.debug = true
        case .output: options.output = value
        case .emit: if let kind = EmitKind(rawValue: value) { options.emit.append(kind) }
        case .entry: options.entries.append(value)
        case .entries: options.entriesFile = value
        case .receiver:
            guard let number = Int(value) else { throw .badValue(name, value, "an integer") }
            options.receiver = number
        case .printResult: options.printResult = true
        case .triple: options.triple = value
        case .include: options.includePaths.append(value)
        case .define: options.definitions.append(try definition(name, value))
        case .jobs:
            guard let number = Int(value), (1...1024).contains(number) else {
                throw .badValue(name, value, "a number of jobs from 1 to 1024")
            }
            options.jobs = number
        case .hsxCompat: options.hsxCompat = true
        case .stage: options.stage = IRStage(rawValue: value) ?? options.stage
        case .printAfter: options.printAfter.append(value)
        case .printChanged: options.printChanged = true
        case .passes:
            options.passes += value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if options.passes.contains("") { throw .badValue(name, value, "names of passes with commas between them") }
        case .baseline: options.baseline = value
        case .json: options.json = true
        case .sizes: options.sizes = true
        case .className: options.className = value
        case .method: options.method = value
        case .filter: options.filters.append(value)
        case .timeout:
            guard let number = Int(value), (1...86_400).contains(number) else {
                throw .badValue(name, value, "a number of seconds from 1 to 86400")
            }
            options.timeout = number
        case .junit: options.junit = value
        case .validate: options.validate = true
        case .allowFallback: options.allowFallback = true
        case .diagnostics: options.diagnostics = DiagnosticRenderer.Format(rawValue: value) ?? options.diagnostics
        case .color: options.color = ColorMode(rawValue: value) ?? options.color
        case .verbose: options.verbose = true
        case .quiet: options.quiet = true
        case .timeReport: options.timeReport = true
        case .stats: options.statistics = StatisticsFormat(rawValue: value)
        case .help: options.help = true
        case .version: options.version = true
        }
    }

    private func definition(_ option: String, _ text: String) throws(Diagnostic) -> Definition {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, let first = name.utf8.first, !first.isDecimalDigit
        else { throw .badValue(option, text, "NAME or NAME=VALUE") }
        return Definition(name: String(name), value: parts.count > 1 ? String(parts[1]) : nil)
    }
}

// MARK: Diagnostics

extension Diagnostic {
    private static func usage(_ code: String, _ message: String, near: String?, notes: [String] = []) -> Diagnostic {
        let hints = (near.map { ["did you mean '\($0)'?"] } ?? []) + notes
        return .error(code, message, notes: hints.map { DiagnosticNote($0) })
    }

    private static func helpNote(_ command: Command?) -> String {
        command.map { "'hubc help \($0.name)' lists its options" } ?? "'hubc help' lists the commands"
    }

    static func unknownCommand(_ name: String) -> Diagnostic {
        // A file in place of a command is the likeliest slip of all.
        let isFile = name.contains("/") || name.contains(".")
        return usage(
            "E9001", "there is no command '\(name)'",
            near: isFile ? "hubc build \(name)" : NearestName.find(name, among: CommandTable.all.map(\.name)),
            notes: [helpNote(nil)])
    }

    static var missingCommand: Diagnostic {
        usage("E9006", "a command is missing", near: nil, notes: ["it is written 'hubc COMMAND'", helpNote(nil)])
    }

    fileprivate static func unknownOption(_ argument: String, _ command: Command?) -> Diagnostic {
        let allowed = command?.allOptions ?? [.help, .version] + OptionTable.general
        let names = OptionTable.all.filter { allowed.contains($0.id) }.flatMap(\.names)
        let name = String(argument.prefix { $0 != "=" })
        return usage(
            "E9002", "unknown option '\(argument)'", near: NearestName.find(name, among: names),
            notes: [helpNote(command)])
    }

    fileprivate static func foreignOption(_ argument: String, _ spec: OptionSpec, _ command: Command?) -> Diagnostic {
        let owners = CommandTable.all.filter { $0.allOptions.contains(spec.id) }.map { "'hubc \($0.name)'" }
        let place = command.map { "'hubc \($0.name)' does not take" } ?? "a command must stand before"
        return usage(
            "E9002", "\(place) the option '\(argument)'", near: nil,
            notes: ["it belongs to \(owners.joined(separator: ", "))", helpNote(command)])
    }

    fileprivate static func missingValue(_ name: String, _ spec: OptionSpec) -> Diagnostic {
        usage("E9003", "the option '\(name)' needs a value", near: nil, notes: ["it is written '\(spec.usage)'"])
    }

    fileprivate static func unwantedValue(_ argument: String, _ value: String) -> Diagnostic {
        let name = String(argument.prefix { $0 != "=" })
        return usage("E9004", "the option '\(name)' takes no value, but '\(value)' was given", near: nil)
    }

    fileprivate static func badChoice(_ name: String, _ value: String, _ choices: [String]) -> Diagnostic {
        let list = choices.map { "'\($0)'" }.joined(separator: ", ")
        return usage(
            "E9005", "'\(value)' is no value of the option '\(name)'", near: NearestName.find(value, among: choices),
            notes: ["it takes one of \(list)"])
    }

    fileprivate static func badValue(_ name: String, _ value: String, _ wanted: String) -> Diagnostic {
        usage("E9005", "the option '\(name)' wants \(wanted), not '\(value)'", near: nil)
    }

    fileprivate static func missingOperand(_ command: Command) -> Diagnostic {
        usage(
            "E9006", "'hubc \(command.name)' needs an operand", near: nil, notes: ["it is written '\(command.usage)'"])
    }

    fileprivate static func missingOption(_ id: OptionID, _ command: Command) -> Diagnostic {
        let name = OptionTable.spec(id)?.usage ?? ""
        return usage(
            "E9006", "'hubc \(command.name)' needs the option '\(name)'", near: nil,
            notes: ["it is written '\(command.usage)'"])
    }

    fileprivate static func surplusOperand(_ operand: String, _ command: Command) -> Diagnostic {
        usage(
            "E9007", "'hubc \(command.name)' has no use for '\(operand)'", near: nil,
            notes: ["it is written '\(command.usage)'"])
    }
}
