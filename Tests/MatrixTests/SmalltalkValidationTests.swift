// Each compiled method is compared with the interpreter: programs that are right show no difference, and code that is broken
// on purpose is found, stops the build, and can be kept as it stands.

import Driver
import Foundation
import IR
import Support
import Testing

@Suite struct SmalltalkValidationTests {
    /// A system of its own, which is quick to build.
    private static let source = """
        nil subclass: Object [
            == other [ <primitive: 110> ]
            doesNotUnderstand: message [ ^nil ]
        ]
        Object class extend [ new [ <primitive: 70> ] ]
        Object subclass: SmallInteger [
            <shape: #immediate>
            + other [ <primitive: 1> ^nil ]
            - other [ <primitive: 2> ^nil ]
            * other [ <primitive: 9> ^nil ]
            \\\\ other [ <primitive: 11> ^nil ]
            // other [ <primitive: 12> ^nil ]
            asCharacter [ ^Character value: self ]
        ]
        Object subclass: Character [
            <shape: #immediate>
            Character class >> value: code [ <primitive: 170> ^nil ]
        ]
        Object subclass: Array [ <shape: #pointer> ]
        Object subclass: String [ <shape: #byte> at: index put: value [ <primitive: 64> ^nil ] ]
        String class extend [ new: size [ <primitive: 71> ] ]
        String subclass: Symbol [ ]
        Object subclass: ByteArray [ <shape: #byte> ]
        Object subclass: UndefinedObject [ ]
        Object subclass: Boolean [ ]
        Boolean subclass: True [ ]
        Boolean subclass: False [ ]
        Object subclass: BlockClosure [ <shape: #pointer> | outerContext startpc numArgs | ]
        Object subclass: MethodContext [ | sender pc | ]
        Object subclass: Message [ | selector arguments | ]
        Object subclass: Association [ | key value | ]
        Object subclass: Counter [
            | total |
            setUp [ total := 0 ]
            add: amount [ total := total + amount. ^total ]
            double [ ^total * 2 ]
        ]
        Object subclass: Square [ | side | area [ ^4 ] ]
        Object subclass: Circle [ | radius | area [ ^3 ] ]
        Object subclass: Main [
            Main class >> areaOf: shape [ ^shape area ]
            Main class >> write: text [ <primitive: 'primitiveWrite:' module: 'ConsolePlugin'> ]
            Main class >> main [
                | counter text |
                counter := Counter new.
                counter setUp.
                counter add: 5.
                counter add: (self areaOf: Square new) * 4 + (self areaOf: Circle new) - 3.
                text := String new: 2.
                text at: 1 put: (counter double // 10 + 48) asCharacter.
                text at: 2 put: (counter double \\\\ 10 + 48) asCharacter.
                self write: text
            ]
        ]
        """

    /// What a command says of the program, whose code a test may break.
    private func run(
        _ words: [String], in folder: TemporaryFolder, fault: (@Sendable (inout Module) -> Void)? = nil
    ) throws -> (status: Driver.ExitStatus, diagnostics: [Diagnostic]) {
        let arguments = [words[0], folder.file("counter.st")] + words.dropFirst() + ["--target", "native"]
        let parsed = try OptionParser.parse(arguments)
        var context = CommandContext(options: parsed.options)
        context.methods.fault = fault
        let status = try #require(parsed.command).run(&context)
        return (status, context.log.diagnostics)
    }

    private func withProgram<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
        let result: Swift.Result<Result, any Error> = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("counter.st", Array(Self.source.utf8))
            return Swift.Result { try body(folder) }
        }
        return try result.get()
    }

    /// Subtracts where 'Counter>>add:' adds; code that stays as it stands is not touched.
    private static let fault: @Sendable (inout Module) -> Void = { module in
        guard let id = module.function(named: "Counter>>add:"),
            !module.functions[id].attributes.contains(.asWritten)
        else { return }
        let function = module.functions[id]
        // The sum; behind it stands the test whether it is a SmallInteger.
        let adds = function.layout.blocks.flatMap { Array(function.layout.instructions($0)) }
            .filter { function[$0].opcode == .add }
        guard let sum = adds.first else { return }
        module.functions[id][sum].opcode = .sub
    }

    /// Makes sends of 'area' to some classes run the other class's method.
    private static let wrongMethods: @Sendable (inout Module) -> Void = { module in
        for id in module.selectors.ids where module.selectors[id].name.hasPrefix("area ") {
            let methods = module.selectors[id].methods
            let swapped = methods.map { method in
                Selector.Method(
                    method.receiver, methods.first { $0.function != method.function }?.function ?? method.function)
            }
            module.selectors[id].methods = swapped
        }
    }

    @Test(Column.native.isHere)
    func rightCodeDoesNotDiffer() throws {
        try withProgram { folder in
            let (status, diagnostics) = try run(["verify"], in: folder)
            #expect(status == .success)
            #expect(diagnostics.isEmpty, "\(diagnostics)")
        }
    }

    @Test(Column.native.isHere)
    func brokenCodeStopsTheBuild() throws {
        try withProgram { folder in
            let output = folder.file("counter")
            let (status, diagnostics) = try run(["build", "--validate", "-o", output], in: folder, fault: Self.fault)
            #expect(status == .failure)
            #expect(!FileManager.default.fileExists(atPath: output))
            #expect(diagnostics.map(\.code) == ["E2730"], "\(diagnostics)")
            #expect(diagnostics.first?.message.contains("'Counter>>add:'") == true, "\(diagnostics)")
            #expect(diagnostics.first?.notes.isEmpty == false)
        }
    }

    @Test(Column.native.isHere)
    func brokenCodeCanBeKeptAsItStands() throws {
        try withProgram { folder in
            let output = folder.file("counter")
            let words = ["build", "--validate", "--allow-fallback", "-o", output]
            let (status, diagnostics) = try run(words, in: folder, fault: Self.fault)
            #expect(status == .success)
            #expect(diagnostics.map(\.code) == ["W2731"], "\(diagnostics)")
            #expect(diagnostics.first?.message.contains("'Counter>>add:'") == true, "\(diagnostics)")
            let seen = try ProcessRunner.run(ProcessCall(output, []))
            #expect(String(decoding: seen.output, as: UTF8.self) == "42")
        }
    }

    /// What the analysis knows of receivers is checked, too: the method that sends is named, not those that are sent.
    @Test(Column.native.isHere)
    func sendsThatFindTheWrongMethodAreFound() throws {
        try withProgram { folder in
            let output = folder.file("counter")
            let words = ["build", "--validate", "-o", output]
            let (status, diagnostics) = try run(words, in: folder, fault: Self.wrongMethods)
            #expect(status == .failure)
            #expect(diagnostics.map(\.code) == ["E2730"], "\(diagnostics)")
            #expect(diagnostics.first?.message.contains("'Main class>>areaOf:'") == true, "\(diagnostics)")
            let kept = try run(words + ["--allow-fallback"], in: folder, fault: Self.wrongMethods)
            #expect(kept.status == .success)
            #expect(kept.diagnostics.map(\.code) == ["W2731"], "\(kept.diagnostics)")
            let seen = try ProcessRunner.run(ProcessCall(output, []))
            #expect(String(decoding: seen.output, as: UTF8.self) == "42")
        }
    }

    /// Without validation the build gives what the broken code gives: the fault is there.
    @Test(Column.native.isHere)
    func brokenCodeIsWrong() throws {
        try withProgram { folder in
            let output = folder.file("counter")
            let (status, _) = try run(["build", "-o", output], in: folder, fault: Self.fault)
            #expect(status == .success)
            let seen = try ProcessRunner.run(ProcessCall(output, []))
            #expect(seen.output != Array("42".utf8))
        }
    }

    @Test func otherLanguagesHaveNoMethods() throws {
        let result: Swift.Result<[String], any Error> = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("main.hir", Array("module \"m\"\n".utf8))
            return Swift.Result {
                let parsed = try OptionParser.parse(["build", folder.file("main.hir"), "--validate"])
                var context = CommandContext(options: parsed.options)
                let status = try #require(parsed.command).run(&context)
                #expect(status == .failure)
                return context.log.diagnostics.map(\.code)
            }
        }
        #expect(try result.get() == ["E2732"])
    }
}
