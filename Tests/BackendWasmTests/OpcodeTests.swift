// Every operation on every type with edge values: WebAssembly writes what the interpreter computes.

import Driver
import IR
import Interpreter
import OperationTestKit
import Passes
import Support
import Testing

@Suite(.enabled(if: WasmProgram.isAvailable)) struct OpcodeTests {
    static let levels: [OptimizationLevel] = [.none, .standard, .size]

    @Test(arguments: levels) func integers(_ level: OptimizationLevel) throws {
        // The back end takes no wide products: the pass that expands them runs first, as in the driver.
        var module = OperationLists.integers()
        var report = PassReport()
        PassRunner.run([.lowerMultiplyHigh], on: &module, report: &report)
        try check(module, level)
    }

    @Test(arguments: levels) func comparisons(_ level: OptimizationLevel) throws {
        try check(OperationLists.comparisons(), level)
    }

    @Test(arguments: levels) func widths(_ level: OptimizationLevel) throws {
        try check(OperationLists.widths(), level)
    }

    @Test(arguments: levels) func floats(_ level: OptimizationLevel) throws {
        try check(OperationLists.floats(), level)
    }

    /// Compares the output of the program with what it writes in the interpreter.
    private func check(_ module: Module, _ level: OptimizationLevel) throws {
        let entry = try #require(module.entry)
        let wanted = RecordingOutput()
        var interpreter = Interpreter(module, host: wanted.host)
        #expect(interpreter.run(entry).ending == .returned([0]))
        let program = try WasmProgram(module, level: level)
        for tool in [Tool.node, .wasmtime] {
            guard let found = find(tool) else { continue }
            let run = try program.run(found)
            #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
            #expect(run.output.count == wanted.bytes.count)
            if let place = zip(run.output, wanted.bytes).enumerated().first(where: { $1.0 != $1.1 })?.offset {
                let range = place / 8 * 8..<place / 8 * 8 + 8
                let texts = [run.output, wanted.bytes].map { bytes in
                    bytes[range].reversed().map { String($0, radix: 16) }.joined(separator: " ")
                }
                Issue.record("\(tool.title) at \(level.rawValue): result \(place / 8) is \(texts[0]), not \(texts[1])")
            }
        }
    }
}

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
