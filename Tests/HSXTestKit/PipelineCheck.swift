// The acceptance rule for the IR: after the front end and after every single pass, the module verifies, survives its
// text form, and behaves as the program does in the virtual machine.

import IR
import Passes
import Support

/// Checks a module on its way through a list of passes.
package struct PipelineCheck {
    private let expected: Behaviour
    /// The step at which something went wrong, and what; empty when all is well.
    package private(set) var failures: [String] = []

    /// What is wrong with `module` before and after each of `passes`; stops at the first step that fails.
    package static func run(_ module: Module, _ passes: [Pass], expected: Behaviour) -> [String] {
        var check = PipelineCheck(expected: expected)
        var module = module
        check.inspect(module, after: "the front end")
        guard check.failures.isEmpty else { return check.failures }
        var report = PassReport()
        var number = 0
        PassRunner.run(passes, on: &module, report: &report) { pass, module, change in
            number += 1
            if change.isAnything { check.inspect(module, after: "pass \(number), \(pass.name)") }
            return check.failures.isEmpty
        }
        return check.failures
    }

    private init(expected: Behaviour) { self.expected = expected }

    private mutating func inspect(_ module: Module, after step: String) {
        let errors = Verifier.verify(module)
        guard errors.isEmpty else {
            failures.append("after \(step) the module is malformed\n\(VerifierError.annotate(module, with: errors))")
            return
        }
        let text = IRPrinter.print(module)
        let file = SourceFile(name: "module.hir", text)
        let (parsed, _, log) = IRParser.parseWithSpans(file, id: SourceFileID(rawValue: 0))
        guard let parsed, log.diagnostics.isEmpty else {
            failures.append("after \(step) the text does not parse: \(log.diagnostics.map(\.message))\n\(text)")
            return
        }
        if IRPrinter.print(parsed) != text {
            failures.append("after \(step) the text changes when it is read back\n\(text)")
        }
        if !Verifier.verify(parsed).isEmpty { failures.append("after \(step) what is read back is malformed\n\(text)") }
        guard failures.isEmpty else { return }
        do {
            let behaviour = try HSXRunner.interpreter(parsed)
            if behaviour != expected {
                failures.append("after \(step): \(behaviour); the machine has \(expected)\n\(text)")
            }
        } catch {
            failures.append("after \(step): \(error)\n\(text)")
        }
    }
}
