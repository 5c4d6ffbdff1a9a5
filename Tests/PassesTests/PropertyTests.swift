// Every pass keeps the meaning of random programs, and what it makes is valid.

import Foundation
import IR
import Interpreter
import Passes
import Testing

@Suite struct PropertyTests {
    /// `HUBC_SEEDS=200` looks longer.
    private static let seeds = 1...(ProcessInfo.processInfo.environment["HUBC_SEEDS"].flatMap(UInt64.init) ?? 8)

    private static let passes = PassRegistry.all
    private static let names = passes.map(\.name)

    /// What a program does: how it ends and what it puts out, for some arguments.
    private struct Behaviour: Equatable {
        let endings: [Ending]
        let output: [[UInt64]]
        /// The writable global at the end of each run.
        let data: [[UInt8]]
    }

    private static func behaviour(_ module: Module) -> Behaviour {
        var (endings, data): ([Ending], [[UInt8]]) = ([], [])
        let host = RecordingHost()
        var options = InterpreterOptions()
        options.stepLimit = 200_000
        var interpreter = Interpreter(module, host: host.host, options: options)
        guard let main = module.function(named: "main") else { return Behaviour(endings: [], output: [], data: []) }
        for arguments: [UInt64] in [[0, 0], [1, 5], [0xFFFF_FFFF, 3]] {
            interpreter.resetMemory()
            endings.append(interpreter.run(main, arguments: arguments).ending)
            data.append(Array(interpreter.memory[0x4100..<0x4140]))
        }
        return Behaviour(endings: endings, output: host.calls.map(\.arguments), data: data)
    }

    private static func errors(_ module: Module) -> String {
        let errors = Verifier.verify(module)
        return errors.isEmpty ? "" : VerifierError.annotate(module, with: errors)
    }

    /// Runs `names` one by one on the module of `seed`; compares after each.
    private static func check(_ seed: UInt64, _ names: [String]) {
        var module = RandomModule.make(seed: seed)
        #expect(errors(module) == "", "seed \(seed)")
        let expected = behaviour(module)
        if expected.endings.contains(.stepLimit) { return }
        for name in names {
            let before = module
            run([name], on: &module)
            let text = errors(module)
            guard text.isEmpty else {
                Issue.record("seed \(seed): \(name) made an invalid module\n\(IRPrinter.print(before))\n\(text)")
                return
            }
            guard behaviour(module) == expected else {
                Issue.record(
                    "seed \(seed): \(name) changed the meaning\n\(IRPrinter.print(before))\n\(IRPrinter.print(module))")
                return
            }
        }
    }

    @Test(arguments: PropertyTests.names) func onePassAlone(_ name: String) {
        for seed in Self.seeds { Self.check(seed, [name]) }
    }

    @Test(arguments: PropertyTests.names) func onePassAfterSSAConstruction(_ name: String) {
        for seed in Self.seeds { Self.check(seed, ["ssa-construct", "simplify-cfg", name, "simplify-cfg", "dce"]) }
    }

    /// Long lists of passes in random order.
    @Test func passesInAnyOrder() {
        let names = Self.names
        for seed in Self.seeds {
            var random = Random(seed: seed)
            Self.check(seed + 1000, (0..<8).map { _ in random.pick(names) })
        }
    }

    /// A pass that says it changed nothing has changed nothing, and the other way round.
    @Test(arguments: PropertyTests.passes) func answersWhetherItChangedAnything(_ pass: Pass) {
        for seed in Self.seeds {
            var module = RandomModule.make(seed: seed)
            for _ in 0..<4 {
                let before = IRPrinter.print(module)
                var report = PassReport()
                var answer = false
                PassRunner.run([pass], on: &module, report: &report) { _, _, change in
                    answer = change.isAnything
                    return true
                }
                #expect((IRPrinter.print(module) != before) == answer, "seed \(seed)")
                if !answer { break }
            }
        }
    }
}
