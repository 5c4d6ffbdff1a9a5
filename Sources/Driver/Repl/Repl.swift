// The loop of `hubc repl`: reads forms and commands, has forms evaluated, and goes on whatever becomes of them.

import CSystem
import FrontendLisp
import Glibc
import Support

struct Repl: ~Copyable {
    private let program: String
    private var session: ReplProcess
    private var input = ReplInput()
    private var context: CommandContext
    /// What has been evaluated, for `:ir`.
    private var past = ReplPast()
    /// The status to leave with, once it is known.
    private var status: ExitStatus?

    /// A loop around `program`, the evaluator. Throws E9503 when it cannot be started.
    static func start(_ program: String, _ context: CommandContext) throws(Diagnostic) -> Repl {
        Repl(program, try ReplProcess.start(program), context)
    }

    private init(_ program: String, _ session: consuming ReplProcess, _ context: CommandContext) {
        self.program = program
        self.context = context
        self.session = session
        input.know(LispLoader.knownNames() + ReplCommand.allCases.map { ":" + $0.rawValue })
    }

    /// Runs until the user leaves; the status of hubc.
    mutating func run(_ files: [String]) throws(Diagnostic) -> ExitStatus {
        if input.isTerminal { say("hubc repl: Valkyria Lisp. :help says more, Ctrl-D leaves.") }
        for file in files { try load(file) }
        var text = ""
        while status == nil {
            switch input.line(text.isEmpty ? "valkyria> " : "      ... ") {
            case .end:
                if text.isEmpty { return leave() }
                try take(text, isWhole: true)
                text = ""
            case .interrupted:
                if input.isTerminal { write("\n") }
                text = ""
            case .text(let line):
                text += text.isEmpty ? line : "\n" + line
                if try take(text, isWhole: false) { text = "" }
            }
        }
        return status ?? .success
    }

    private func leave() -> ExitStatus {
        if input.isTerminal { write("\n") }
        return .success
    }

    // MARK: Input

    /// Does what a text says; false when it goes on. `isWhole`: it does not.
    @discardableResult
    private mutating func take(_ text: String, isWhole: Bool) throws(Diagnostic) -> Bool {
        let bytes = Array(text.utf8)
        if let (command, operand) = command(text) {
            input.remember(text)
            try run(command, operand)
            return true
        }
        let found = LispInput(bytes)
        if found.isIncomplete, !isWhole { return false }
        if bytes.contains(where: { !$0.isBlank }) { input.remember(text) }
        guard !found.isIncomplete else {
            say("Error[the input ends in the middle of a form]")
            return true
        }
        try evaluate(found, .value)
        return true
    }

    /// The command that a line is, with its operand. A keyword is an expression, and so is all else with a colon.
    private func command(_ text: String) -> (name: String, operand: String)? {
        let line = text.trimmed
        guard line.hasPrefix(":"), !line.contains(where: \.isNewline) else { return nil }
        let name = line.dropFirst().prefix { !$0.isWhitespace }
        let operand = String(line.dropFirst(name.count + 1)).trimmed
        return ReplCommand(rawValue: String(name)) != nil || !operand.isEmpty ? (String(name), operand) : nil
    }

    private mutating func run(_ name: String, _ operand: String) throws(Diagnostic) {
        guard let command = ReplCommand(rawValue: name) else {
            let near = NearestName.find(name, among: ReplCommand.allCases.map(\.rawValue))
            return say(
                "there is no command ':\(name)'" + (near.map { "; did you mean ':\($0)'?" } ?? "; :help lists them"))
        }
        guard command.operand.isEmpty == operand.isEmpty else {
            return say("it is written :\(name)" + (command.operand.isEmpty ? "" : " \(command.operand)"))
        }
        switch command {
        case .help: write(ReplCommand.page)
        case .quit: status = .success
        case .load: try load(operand)
        case .ir: showIR(operand)
        case .type: try evaluate(whole(operand), .type)
        case .time:
            guard let found = whole(operand) else { return }
            let start = ContinuousClock.now
            try evaluate(found, .value)
            let microseconds = Int((ContinuousClock.now - start) / .microseconds(1))
            say("\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst()) ms")
        }
    }

    /// The forms of the operand of a command; nil with a complaint when it is not whole.
    private func whole(_ text: String) -> LispInput? {
        let found = LispInput(Array(text.utf8))
        guard !found.isIncomplete else {
            say("the expression of a command stands on one line")
            return nil
        }
        return found
    }

    // MARK: Evaluation

    private mutating func evaluate(_ found: LispInput?, _ answer: ReplAnswer) throws(Diagnostic) {
        guard let found else { return }
        for form in found.forms where status == nil {
            if let problem = form.problem {
                say("Error[\(problem)]")
            } else if let path = form.loadedPath {
                try load(path)
            } else {
                guard try evaluate(form.text, answer) else { return }
                if answer != .type { past.add(form.text) }
            }
        }
        input.know(found.definitions)
    }

    /// Evaluates one form; false when that came to no end of its own.
    private mutating func evaluate(_ form: [UInt8], _ answer: ReplAnswer) throws(Diagnostic) -> Bool {
        switch session.evaluate(form, answer) {
        case .done: return true
        case .signalled(SIGINT): say("interrupted")
        case .signalled(let number):
            say("stopped by \(System.signalName(number)); what was defined before is still there")
        case .noCopy(let error): say("it cannot be evaluated now: \(error.message)")
        case .exited(ExitStatus.fault.code): say("stopped; what was defined before is still there")
        case .exited(let code): status = ExitStatus(code: code)
        case .lost:
            say("the evaluator is gone, with all that was defined; a new one begins")
            past = ReplPast()
            session = try ReplProcess.start(program)
        }
        return false
    }

    /// Evaluates the forms of a file; only errors are shown.
    private mutating func load(_ path: String) throws(Diagnostic) {
        var sources = SourceMap()
        var log = DiagnosticLog()
        let bytes: [UInt8]
        if FileSystem.exists(path) || LispLoader.text(path) == nil {
            do { bytes = try FileSystem.read(path) } catch {
                log.report(error)
                return write(DiagnosticRenderer(sources: sources).render(log.diagnostics))
            }
        } else {
            bytes = LispLoader.text(path) ?? []
        }
        let file = sources.add(SourceFile(name: path, text: bytes))
        let found = LispInput(bytes)
        if found.isIncomplete { return say("\(path): the file ends in the middle of a form") }
        for form in found.forms where form.problem != nil {
            let span = SourceSpan(file: file, start: form.start, end: form.start + 1)
            log.report(.warning("E2500", form.problem ?? "", at: span))
        }
        write(DiagnosticRenderer(sources: sources).render(log.diagnostics))
        for form in found.forms where status == nil && form.problem == nil {
            if let path = form.loadedPath {
                try load(path)
            } else {
                guard try evaluate(form.text, .errors) else { break }
                past.add(form.text)
            }
        }
        input.know(found.definitions)
    }

    private mutating func showIR(_ text: String) {
        guard whole(text) != nil else { return }
        context.flushOutput()
        write(ReplIR.text(of: text, behind: past.text, context.options))
    }

    // MARK: Output

    private func say(_ line: String) { write(line + "\n") }

    /// A failure of standard output has nowhere to be reported.
    private func write(_ text: String) { try? System.write(Array(text.utf8), to: STDOUT_FILENO) }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
