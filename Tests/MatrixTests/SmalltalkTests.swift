// Programs in Smalltalk: methods of images answer what a virtual machine answered, on every target.

import Driver
import Foundation
import Support
import Testing

extension MatrixCase {
    private static let smalltalk = conformanceFolder.appending(path: "smalltalk")

    /// A program that sends entries of an image one after the other and prints what they answer.
    private static func image(_ name: String, _ file: String, _ entries: [(name: String, answer: String)]) -> MatrixCase
    {
        let output = entries.map { "\($0.name)\t\($0.answer)\n" }.joined()
        return MatrixCase(
            name: name, path: smalltalk.appending(path: file).path, arguments: [],
            options: entries.flatMap { ["--entry", $0.name] } + ["--print-result"],
            recorded: Shown(status: 0, output: Array(output.utf8), fault: ""))
    }

    /// Programs in Smalltalk, source and assembly, with what the semantics say of them.
    static let smalltalkPrograms: [MatrixCase] = {
        let folder = package.appending(path: "Tests/programs/smalltalk")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".stasm") || $0.hasSuffix(".st") }.sorted().map { name in
            let expected = folder.appending(path: name.prefix { $0 != "." } + ".expected")
            let output = (try? Data(contentsOf: expected)).map { Array($0) } ?? []
            return MatrixCase(
                name: name, path: folder.appending(path: name).path, arguments: [],
                recorded: Shown(status: 0, output: output, fault: ""))
        }
    }()

    /// All cases of cases.json in one program, and the runs of its benchmarks in another; empty without the folder.
    static let smalltalkConformance: [MatrixCase] = {
        guard let data = try? Data(contentsOf: smalltalk.appending(path: "cases.json")),
            let file = try? JSONReader.read(Array(data)), let cases = file["cases"]?.array,
            let runs = file["bench"]?["runs"]?.array
        else { return [] }
        let answers = cases.compactMap { test -> (name: String, answer: String)? in
            guard let selector = test["selector"]?.string, let expected = test["expected"]?.string else { return nil }
            return ("HubCases class>>\(selector)", expected)
        }
        let times = runs.compactMap { run -> (name: String, answer: String)? in
            guard let selector = run["selector"]?.string, let argument = run["argument"]?.integer,
                let expected = run["expected"]?.string
            else { return nil }
            return ("HubBench class>>\(selector) \(argument)", expected)
        }
        return [image("cases", "cases.image", answers), image("bench", "cases.image", times)]
    }()

    /// The public images: the kernels of tinyBenchmarks and Richards, and an image that starts by itself.
    static let smalltalkImages: [MatrixCase] = {
        let folder = smalltalk.appending(path: "images")
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let answers = [("benchFib", "21891"), ("benchmark", "1028"), ("benchRich", "20")]
        var kernels = image("kernels", "images/benchmark.image", answers.map { ("SmallInteger>>\($0)", $1) })
        kernels.options += ["--receiver", "20"]
        let lines = "Smalltalk image fired up!\nFixing the world\n3 + 4 = 7\n"
        let start = MatrixCase(
            name: "headless", path: folder.appending(path: "headless.image").path, arguments: [],
            options: ["--entry", "System class>>start"],
            recorded: Shown(status: 0, output: Array(lines.utf8), fault: ""))
        return [kernels, start]
    }()
}

@Suite struct SmalltalkTests {
    private static let cases = MatrixCase.smalltalkPrograms
    private static let levels = ["-O0", "-O2"]

    @Test func programsAreFound() { #expect(!Self.cases.isEmpty) }

    @Test(arguments: levels)
    func interpreter(level: String) { check(Self.cases, .interpreter, level) }

    @Test(Column.native.isHere, arguments: levels)
    func native(level: String) { check(Self.cases, .native, level) }

    @Test(Column.stressed.isHere)
    func stressed() { check(Self.cases, .stressed, "-O2") }

    @Test(Column.c(.gcc).isHere)
    func gcc() { check(Self.cases, .c(.gcc), "-O2") }

    @Test(Column.wasm(.wasmtime).isHere, arguments: levels)
    func wasmtime(level: String) { check(Self.cases, .wasm(.wasmtime), level) }

    @Test(Column.wasm(.node).isHere)
    func node() { check(Self.cases, .wasm(.node), "-O2") }
}

@Suite(.enabled(if: !MatrixCase.smalltalkConformance.isEmpty, "no conformance folder")) struct SmalltalkConformanceTests
{
    private static let cases = MatrixCase.smalltalkConformance
    private static let images = MatrixCase.smalltalkImages

    @Test func casesAreFound() { #expect(Self.cases.first?.options.count ?? 0 >= 2 * 200) }

    /// The passes take most of the time of a build: at -O2 all cases and runs are one program.
    @Test(Column.native.isHere)
    func native() {
        check(Self.cases, .native, "-O0")
        check(Self.images, .native, "-O0")
    }

    @Test(Column.native.isHere)
    func optimized() { check([MatrixCase.all(Self.cases)] + Self.images, .native, "-O2") }

    @Test(Column.c(.tcc).isHere)
    func tcc() { check([MatrixCase.all(Self.cases)] + Self.images, .c(.tcc), "-O1") }

    @Test(Column.wasm(.node).isHere)
    func node() { check([MatrixCase.all(Self.cases)] + Self.images, .wasm(.node), "-O1") }

    @Test(Column.wasm(.wasmtime).isHere)
    func wasmtime() { check(Self.images, .wasm(.wasmtime), "-O1") }
}

extension MatrixCase {
    /// Programs of one image as one program.
    fileprivate static func all(_ cases: [MatrixCase]) -> MatrixCase {
        MatrixCase(
            name: cases.map(\.name).joined(separator: " "), path: cases[0].path, arguments: [],
            options: cases.flatMap(\.options),
            recorded: Shown(status: 0, output: cases.flatMap { $0.recorded?.output ?? [] }, fault: ""))
    }
}
