// HSX programs as tests see them: built by the driver's own stages, run by the virtual machine and by the interpreter.
// Nothing here expects anything; what goes wrong is thrown as text, so that any test target can use it.

import Driver
import HSXMachine
import IR
import Interpreter
import Support

/// What went wrong, for a person to read.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// What a run shows to the outside.
package struct Behaviour: Hashable, CustomStringConvertible {
    /// What the entry returned, or the code of TASK_EXIT.
    package let result: UInt32
    package let output: [UInt8]

    package init(result: UInt32, output: [UInt8]) {
        self.result = result
        self.output = output
    }

    package var description: String { "result \(result), output '\(String(decoding: output, as: UTF8.self))'" }
}

/// A source tree or a source file.
package struct HSXProgram: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// The image with command line `options`.
    package func image(_ options: String...) throws -> BuiltImage {
        try with(["build", path] + options) { HXEBuilder.build($0, &$1) }
    }

    /// What the front end makes of the program.
    package func module(_ options: String...) throws -> LoadedModule {
        try with(["ir", path] + options) { ModuleLoader.load($0, &$1) }
    }

    private func with<Result>(
        _ arguments: [String], _ body: (BuildPlan, inout CommandContext) -> Result?
    ) throws -> Result {
        var context = CommandContext(options: try OptionParser.parse(arguments).options)
        if let plan = BuildPlan.make(&context), let result = body(plan, &context), !context.log.hasErrors {
            return result
        }
        let said = context.log.diagnostics.map { "\($0.code): \($0.message)" }.joined(separator: "\n")
        throw TestFailure("hubc \(arguments.joined(separator: " ")) failed\n\(said)")
    }
}

/// Runs programs with a step limit, so that a miscompiled loop ends.
package enum HSXRunner {
    package static let stepLimit: UInt64 = 50_000_000

    /// Runs an image in the virtual machine; also answers the number of retired instructions.
    package static func machine(_ image: HSXImage) throws -> (behaviour: Behaviour, steps: UInt64) {
        var output: [UInt8] = []
        guard let host = HSXHost(output: { output += $0 }),
            let run = HSXMachineRunner.run(image, host: host, stepLimit: stepLimit)
        else { throw TestFailure("no memory for a machine") }
        switch run.ending {
        case .returned(let value), .exited(let value): return (Behaviour(result: value, output: output), run.steps)
        case .fault, .breakpoint, .stepLimit: throw TestFailure("the machine stopped: \(run.ending)")
        }
    }

    /// Runs a module in the interpreter, with the machine's services.
    package static func interpreter(_ module: Module, stepLimit: UInt64 = stepLimit) throws -> Behaviour {
        var output: [UInt8] = []
        guard let host = HSXHost(output: { output += $0 }) else { throw TestFailure("no memory for a host") }
        guard let entry = module.entry else { throw TestFailure("the module has no entry") }
        var options = InterpreterOptions()
        options.stepLimit = stepLimit
        var interpreter = Interpreter(module, host: host.serviceHost(), options: options)
        let outcome = interpreter.run(entry)
        switch outcome.ending {
        case .returned(let values):
            return Behaviour(result: UInt32(truncatingIfNeeded: values.first ?? 0), output: output)
        case .exited(let code): return Behaviour(result: code, output: output)
        case .trapped, .stepLimit, .breakpoint, .unsupported:
            throw TestFailure("the interpreter stopped: \(outcome.ending)")
        }
    }
}
