// The programs of the matrix: run tests, samples, and the recorded programs of the conformance folder; each with what
// the interpreter shows of it.

import Driver
import Foundation
import IR
import Interpreter
import Support
import Synchronization
import Testing

/// What a run shows: the same on every target.
struct Shown: Hashable, CustomStringConvertible {
    let status: Int32
    let output: [UInt8]
    /// The line of a trap or fault; empty when the program ended by itself.
    let fault: String

    var description: String {
        let text = String(decoding: output.prefix(2000), as: UTF8.self)
        return "status \(status)\(fault.isEmpty ? "" : ", '\(fault)'"), output '\(text)'"
    }
}

/// One program with its arguments.
struct MatrixCase: Sendable {
    let name: String
    let path: String
    let arguments: [String]
    /// How it is built, whatever the target.
    var options: [String] = []
    /// What is known of it without the interpreter.
    var recorded: Shown?
    /// What a program that runs as a process is told.
    var environment: [String: String] = [:]

    // MARK: Where they are

    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every `run: hubc exec %s` of Tests/golden/run.
    static let runTests: [MatrixCase] = {
        let folder = package.appending(path: "Tests/golden/run")
        let names = (FileManager.default.subpaths(atPath: folder.path) ?? []).filter { $0.hasSuffix(".hir") }.sorted()
        return names.flatMap { name -> [MatrixCase] in
            let path = folder.appending(path: name).path
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let runs = text.split(separator: "\n").filter { $0.hasPrefix("; run: hubc exec %s") }
            return runs.map { line in
                let words = line.split(separator: " ").map(String.init)
                let arguments = words.firstIndex(of: "--").map { Array(words[($0 + 1)...]) } ?? []
                return MatrixCase(name: ([name] + arguments).joined(separator: " "), path: path, arguments: arguments)
            }
        }
    }()

    /// Folders with a manifest and single files of samples/hsx.
    static let samples: [MatrixCase] = {
        let folder = package.appending(path: "samples/hsx")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let path = folder.appending(path: name).path
            let isTree = FileManager.default.fileExists(atPath: path + "/hubc.json")
            return isTree || name.hasSuffix(".mvasm") ? MatrixCase(name: name, path: path, arguments: []) : nil
        }
    }()

    static let conformanceFolder: URL = {
        if let path = ProcessInfo.processInfo.environment["HUBC_CONFORMANCE"] { return URL(filePath: path) }
        return package.deletingLastPathComponent().appending(path: "shared/conformance")
    }()

    /// The programs of hsx/programs and hsx/random; empty without the folder.
    static let conformance: [MatrixCase] = ["programs", "random"].flatMap { group in
        let folder = conformanceFolder.appending(path: "hsx/\(group)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".mvasm") }.sorted().map {
            MatrixCase(name: "\(group)/\($0)", path: folder.appending(path: $0).path, arguments: [])
        }
    }

    /// The programs of c; empty without the folder.
    static let cConformance = c(conformanceFolder.appending(path: "c"))

    // MARK: Loading

    /// The plan of building the program with `options`, and its module.
    func load(_ options: [String]) throws -> (plan: BuildPlan, module: LoadedModule, context: CommandContext) {
        var context = CommandContext(options: try OptionParser.parse(["build", path] + self.options + options).options)
        guard let plan = BuildPlan.make(&context), let module = ModuleLoader.load(plan, &context) else {
            throw MatrixFailure(context.log)
        }
        return (plan, module, context)
    }

    /// What the interpreter has shown so far, by path and arguments: every column asks for it, and it takes its time.
    private static let known = Mutex<[[String]: Shown]>([:])

    /// What is recorded of the program, else what the interpreter shows of it as the front end made it.
    func expected() throws -> Shown {
        if let recorded { return recorded }
        let key = [path] + arguments
        if let shown = Self.known.withLock({ $0[key] }) { return shown }
        let shown = try interpreted()
        Self.known.withLock { $0[key] = shown }
        return shown
    }

    private func interpreted() throws -> Shown {
        let (plan, module, context) = try load(["-O0"])
        var workshop = ProgramWorkshop(module, plan)
        let program = try workshop.prepare(.interpreter, context)
        let seen = try workshop.run(program, arguments)
        let isMachine = module.module.memory.size == 1 << 16
        return Shown(status: seen.status, output: seen.output, fault: Self.fault(seen.errors, isMachine))
    }

    /// The line that compiled programs print for the interpreter's words of a trap.
    private static func fault(_ errors: [UInt8], _ isMachine: Bool) -> String {
        let words = String(decoding: errors, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, words[0] == "trap" else { return "" }
        let faults = [
            "divide_by_zero": "DIV_ZERO", "memory_fault": "MEM_FAULT", "stack_overflow": "STACK_OVERFLOW",
            "stack_underflow": "STACK_UNDERFLOW", "pc_out_of_range": "PC_OUT_OF_RANGE",
        ]
        return isMachine ? "hsx: fault \(faults[words[1]] ?? "ILLEGAL_OPCODE")" : "hubc: trap \(words[1])"
    }
}

/// What went wrong, for a person to read.
struct MatrixFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    init(_ log: DiagnosticLog) {
        let lines = log.diagnostics.map { "\($0.code): \($0.message) \($0.notes.map(\.message))" }
        description = lines.joined(separator: "\n")
    }
}
