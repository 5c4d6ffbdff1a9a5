// Every operation on every type with edge values: C programs of all compilers write what the interpreter computes.

import IR
import Interpreter
import OperationTestKit
import Testing

struct OpcodeTests {
    @Test(arguments: CCompiler.all) func integers(_ compiler: CCompiler) throws {
        try check(OperationLists.integers(), compiler)
    }

    @Test(arguments: CCompiler.all) func comparisons(_ compiler: CCompiler) throws {
        try check(OperationLists.comparisons(), compiler)
    }

    @Test(arguments: CCompiler.all) func widths(_ compiler: CCompiler) throws {
        try check(OperationLists.widths(), compiler)
    }

    @Test(arguments: CCompiler.all) func floats(_ compiler: CCompiler) throws {
        try check(OperationLists.floats(), compiler)
    }

    /// Compares the output of the program with what it writes in the interpreter.
    private func check(_ module: Module, _ compiler: CCompiler) throws {
        guard compiler.isThere else { return reportMissing(compiler) }
        let entry = try #require(module.entry)
        let host = RecordingOutput()
        var interpreter = Interpreter(module, host: host.host)
        #expect(interpreter.run(entry).ending == .returned([0]))
        let run: CRun = try CFolder.with(module) { folder in
            try folder.compile(compiler)
            return try folder.run("program")
        }
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.count == host.bytes.count)
        for place in stride(from: 0, to: min(run.output.count, host.bytes.count), by: 8) {
            let wanted = host.bytes[place..<place + 8]
            let found = run.output[place..<place + 8]
            guard Array(wanted) != Array(found) else { continue }
            Issue.record("\(compiler.testDescription): result \(place / 8) is \(Array(found)), not \(Array(wanted))")
            return
        }
    }
}

/// Says that a test of a compiler was left out.
func reportMissing(_ compiler: CCompiler) { print("skipped: this machine has no \(compiler.name)") }

/// What a program writes by service 0x101.
final class RecordingOutput {
    private(set) var bytes: [UInt8] = []

    var host: ServiceHost {
        ServiceHost { [self] _, arguments, memory, _ in
            bytes += memory[Int(arguments[0])..<Int(arguments[0] + arguments[1])]
            return .results([])
        }
    }
}
