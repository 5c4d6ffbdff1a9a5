// What builds of programs in Smalltalk promise beside their output: the same bytes each time, and instances of a module
// that share nothing.

import Driver
import Foundation
import Support
import Testing

@Suite struct SmalltalkBuildTests {
    private static let source = MatrixCase.smalltalkPrograms.filter { $0.name == "closures.st" }
    private static let image = MatrixCase.smalltalkImages.filter { $0.name == "headless" }

    private static let targets = [TargetName.native, .c, .wasm]

    @Test(Column.native.isHere, Column.wasm(.node).isHere, arguments: targets)
    func sourceIsTheSameTwice(target: TargetName) throws {
        #expect(Self.source.count == 1)
        for test in Self.source { try compare(test, target) }
    }

    @Test(
        .enabled(if: !image.isEmpty, "no conformance folder"), Column.native.isHere, Column.wasm(.node).isHere,
        arguments: targets)
    func imageIsTheSameTwice(target: TargetName) throws {
        for test in Self.image { try compare(test, target) }
    }

    /// Builds the program twice, from the file on.
    private func compare(_ test: MatrixCase, _ target: TargetName) throws {
        let (first, second) = (try build(test, target), try build(test, target))
        #expect(!first.artifacts.isEmpty)
        #expect(first.artifacts.map(\.name) == second.artifacts.map(\.name))
        for (one, other) in zip(first.artifacts, second.artifacts) {
            #expect(one.bytes == other.bytes, "\(test.name): \(one.name) differs")
        }
        guard target == .native else { return }
        let executables = try [first, second].map { try InMemoryCompiler.executable(ofNative: $0) }
        #expect(executables[0] == executables[1], "\(test.name): the executables differ")
    }

    private func build(_ test: MatrixCase, _ target: TargetName) throws -> HostedBuild {
        var (plan, module, context) = try test.load(["-O2"])
        let built = HostedBuilder.build(target, module, plan, &context)
        guard let built else { throw MatrixFailure(context.log) }
        return built
    }

    // MARK: Instances

    /// Counts in a variable of the class, one of the class's own and an element of a literal array.
    private static let counting = """
        Object subclass: Counter [
            Total := 0.
            Counter class [ | calls | ]
            Counter class >> bump [
                | seen |
                seen := #(0 0).
                seen at: 1 put: (seen at: 1) + 1.
                calls := calls isNil ifTrue: [1] ifFalse: [calls + 1].
                Total := Total + 1.
                ^Total * 10000 + (calls * 100) + (seen at: 1)
            ]
        ]
        Object subclass: Main [
            Main class >> main [ 1 to: 3 do: [:i | Counter bump printNl] ]
        ]
        """

    @Test(Column.wasm(.node).isHere)
    func instancesShareNothing() throws {
        let node = try #require(Toolchain.find(.node))
        let result: Result<ProcessResult, any Error> = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("counting.st", Array(Self.counting.utf8))
            let test = MatrixCase(name: "counting", path: folder.file("counting.st"), arguments: [])
            return Result {
                let program = try HostedRunner.program(build(test, .wasm), for: .wasm, test.load(["-O2"]).plan)
                for file in program { try folder.write(file.name, file.bytes) }
                let loader = try #require(program.first { $0.name.hasSuffix(".mjs") }).name
                let script = """
                    import { run } from "./\(loader)";
                    const text = ["", "", ""];
                    const decoder = new TextDecoder();
                    const start = (place) => run({ stdout: (bytes) => { text[place] += decoder.decode(bytes); } });
                    // The first two at once, the third behind them.
                    const statuses = await Promise.all([start(0), start(1)]);
                    statuses.push(await start(2));
                    console.log(JSON.stringify({ text, statuses }));
                    """
                try folder.write("script.mjs", Array(script.utf8))
                return try ProcessRunner.run(ProcessCall(node, [folder.file("script.mjs")]))
            }
        }
        let seen = try result.get()
        let expected =
            #"{"text":["10101\n20202\n30303\n","10101\n20202\n30303\n","10101\n20202\n30303\n"],"#
            + #""statuses":[0,0,0]}"# + "\n"
        #expect(
            String(decoding: seen.output, as: UTF8.self) == expected, "\(String(decoding: seen.errors, as: UTF8.self))")
    }
}
