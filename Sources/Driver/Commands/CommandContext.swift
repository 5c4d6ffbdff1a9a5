// What a command works with: the options, the sources it has read, the log it reports to, and buffered standard
// output. Commands never print by other means, so that output and diagnostics come out whole and in order.

import Glibc
import Passes
import Support

/// How a command ended; the numbers are part of the contract of the command line.
package struct ExitStatus: Hashable, Sendable {
    package let code: Int32

    package init(code: Int32) { self.code = code }

    /// The command did what it was asked.
    package static let success = ExitStatus(code: 0)
    /// The input has errors; nothing was written.
    package static let failure = ExitStatus(code: 1)
    /// The command line was wrong.
    package static let usage = ExitStatus(code: 2)
    /// The program or the compiler stopped on a limit or a fault.
    package static let fault = ExitStatus(code: 70)
}

/// One run of one command.
package struct CommandContext {
    package let options: Options
    package var sources = SourceMap()
    package var log = DiagnosticLog()
    package var timer = PhaseTimer()
    /// What the passes counted, for `--time-report`.
    package var counters: [(pass: String, counters: PassCounters)] = []
    /// Of Smalltalk.
    package var methods = MethodChoices()
    /// For `--stats`.
    var statistics = BuildStatistics()
    private var output: [UInt8] = []
    /// How many diagnostics of the log have been printed.
    private var printedCount = 0
    private static let bufferSize = 1 << 16

    package init(options: Options) { self.options = options }

    // MARK: Reporting

    /// Reports `diagnostic` and answers the status that goes with it.
    package mutating func fail(_ diagnostic: Diagnostic, _ status: ExitStatus = .failure) -> ExitStatus {
        log.report(diagnostic)
        return status
    }

    /// Failure when errors have been reported, else success.
    package var status: ExitStatus { log.hasErrors ? .failure : .success }

    /// Reports that `what` is not there yet; for commands whose stages are still being built.
    mutating func unsupported(_ what: String) -> ExitStatus { fail(.unsupported(what)) }

    /// A line on standard error about the program that ran; the form is the program's business, not a diagnostic's.
    package mutating func complain(_ line: String, terminator: String = "\n") {
        flushOutput()
        printError(line + terminator)
    }

    /// A line on standard error with `-v`.
    package mutating func say(_ line: @autoclosure () -> String) {
        guard options.verbose else { return }
        flushOutput()
        printError("hubc: \(line())\n")
    }

    // MARK: Files

    /// The bytes of `path`; nil when it cannot be read, which has been reported then.
    package mutating func read(_ path: String, allowEmpty: Bool = false) -> [UInt8]? {
        do throws(Diagnostic) {
            return try FileSystem.read(path, allowEmpty: allowEmpty)
        } catch {
            log.report(error)
            return nil
        }
    }

    /// Reads `path` into the sources; nil when it cannot be read, which has been reported then.
    package mutating func load(_ path: String, allowEmpty: Bool = false) -> SourceFileID? {
        do throws(Diagnostic) {
            return try FileSystem.load(path, into: &sources, allowEmpty: allowEmpty)
        } catch {
            log.report(error)
            return nil
        }
    }

    /// Writes all of `files` or none, unless errors have been reported; answers the status of the command.
    package mutating func write(_ files: [OutputFile]) -> ExitStatus {
        guard !log.hasErrors else { return .failure }
        do throws(Diagnostic) {
            try FileSystem.write(files)
        } catch {
            log.report(error)
        }
        return status
    }

    // MARK: Output

    /// Adds `text` to standard output.
    package mutating func print(_ text: String, terminator: String = "\n") {
        output.append(contentsOf: text.utf8)
        output.append(contentsOf: terminator.utf8)
        if output.count >= Self.bufferSize { flushOutput() }
    }

    /// Adds `bytes` to standard output.
    package mutating func print(_ bytes: [UInt8]) {
        output.append(contentsOf: bytes)
        if output.count >= Self.bufferSize { flushOutput() }
    }

    /// Writes out what `print` has gathered. To be called before a program that writes by itself runs.
    package mutating func flushOutput() {
        guard !output.isEmpty else { return }
        let bytes = output
        output = []
        do { try System.write(bytes, to: STDOUT_FILENO) } catch { log.report(.cannotPrint(error)) }
    }

    /// Prints the diagnostics that were reported since the last call.
    package mutating func flushDiagnostics() {
        flushOutput()
        let new = log.diagnostics[printedCount...].filter { isShown($0) }
        printedCount = log.diagnostics.count
        guard !new.isEmpty else { return }
        printError(renderer.render(new))
    }

    /// Prints all that is left, the count of errors and warnings, and the time report.
    mutating func finish() {
        flushDiagnostics()
        let shown = log.diagnostics.filter { isShown($0) }
        if options.diagnostics == .human, !options.quiet, shown.contains(where: { $0.span != nil || $0.path != nil }) {
            printError(DiagnosticRenderer.summary(shown))
        }
        if options.timeReport { printError(TimeReport.render(timer, counters)) }
    }

    private var renderer: DiagnosticRenderer {
        DiagnosticRenderer(
            sources: sources, format: options.diagnostics, color: Terminal.usesColor(options.color, on: STDERR_FILENO))
    }

    /// Remarks are for `-v`; warnings are not for `-q`.
    private func isShown(_ diagnostic: Diagnostic) -> Bool {
        switch diagnostic.severity {
        case .error: true
        case .warning: !options.quiet
        case .remark: options.verbose
        }
    }

    /// Writes to standard error. A failure there has nowhere to be reported.
    private func printError(_ text: String) { try? System.write(Array(text.utf8), to: STDERR_FILENO) }
}

extension CommandContext {
    /// Whether `path` may be a file of the kind `suffix`; reports it when its name says that it is of another one.
    mutating func expect(_ suffix: String, at path: String, hint: String) -> Bool {
        let found = Path.suffix(path)
        let others = SourceKind.allCases.map(\.rawValue) + [".hxe", ".sym", ".dbg", ".wasm"]
        guard found != suffix, others.contains(found), !FileSystem.isFolder(path) else { return true }
        log.report(.wrongKind(path, suffix, hint))
        return false
    }
}

// MARK: Diagnostics

extension Diagnostic {
    fileprivate static func wrongKind(_ path: String, _ suffix: String, _ hint: String) -> Diagnostic {
        .error("E9311", "this is no '\(suffix)' file", path: path, notes: [DiagnosticNote(hint)])
    }

    static func unsupported(_ what: String) -> Diagnostic {
        .error("E9301", "unsupported: \(what) is not available yet")
    }

    fileprivate static func cannotPrint(_ error: SystemError) -> Diagnostic {
        .error("E9109", "standard output cannot be written (\(error.message))")
    }
}
