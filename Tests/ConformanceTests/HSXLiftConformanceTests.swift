import Driver
import FrontendHSX
import HSXMachine
import IR
import Interpreter
import Support
import Testing

/// The program of a case, assembled and merged.
func program(of test: HSXCase) throws -> LinkedProgram {
    let source = MVASMSource(file: SourceFileID(rawValue: 0), name: "\(test.name).mvasm", text: test.source)
    let (object, log) = MVASMAssembler.assemble(source)
    try #require(!log.hasErrors, "\(log.diagnostics)")
    var linkLog = DiagnosticLog()
    let merged = HSXLinker.merge([object], log: &linkLog)
    return try #require(merged, "\(linkLog.diagnostics)")
}

/// Runs a module in the interpreter with the HSX services; answers how it ended and what it printed.
func interpret(_ module: Module) throws -> (ending: Ending, output: String) {
    var output: [UInt8] = []
    let host = try #require(HSXHost { output += $0 })
    var options = InterpreterOptions()
    options.stepLimit = 50_000_000
    var interpreter = Interpreter(module, host: host.serviceHost(), options: options)
    let outcome = interpreter.run(try #require(module.entry))
    return (outcome.ending, String(decoding: output, as: UTF8.self))
}

@Suite(.enabled(if: Conformance.isPresent, "no conformance folder"))
struct HSXLiftConformanceTests {
    @Test(arguments: Conformance.hsxPrograms)
    func interpreterAgreesOnLiftedProgram(_ test: HSXCase) throws {
        var log = DiagnosticLog()
        let merged = try program(of: test)
        let lifted = try #require(Lifter.lift(merged, name: test.name, log: &log))
        #expect(log.diagnostics.isEmpty)
        let errors = Verifier.verify(lifted.module)
        try #require(errors.isEmpty, "\(errors)")
        let (ending, output) = try interpret(lifted.module)
        #expect(ending == .returned([UInt64(test.r0)]))
        #expect(output == test.stdout)
    }
}
