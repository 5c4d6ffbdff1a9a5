// What Benchmarks/run measures and the command line has no command for.
// Usage: hubc-bench assemble IN.mvasm OUT.hxo    assembles to an object, as `hubc build` does before it links
//        hubc-bench phases IN.mvasm              milliseconds of reading, assembling, encoding
//        hubc-bench steps PROGRAM...             retired instructions of each program at every level

import Driver
import FrontendHSX
import Glibc
import HSXMachine
import HSXTestKit
import Support

/// One source file to an object; ends the process when it has errors.
func assemble(_ path: String, _ text: [UInt8]) -> HSXObject {
    let source = MVASMSource(file: SourceFileID(rawValue: 0), name: path, text: text)
    let (object, log) = MVASMAssembler.assemble(source)
    if let first = log.diagnostics.first(where: { $0.severity == .error }) { fail(first.message) }
    return object
}

func fail(_ message: String) -> Never {
    let text = "hubc-bench: \(message)\n"
    _ = write(STDERR_FILENO, text, text.utf8.count)
    exit(1)
}

/// The names and instruction counts of the programs, a line each, separated by tabs.
func printSteps(_ paths: [String]) throws {
    for path in paths {
        let counts = try ["-O0", "-O1", "-O2", "-Os"].map { level in
            let image = try HSXProgram(path: path).image(level)
            return "\(try HSXRunner.machine(image.image).steps)\t\(image.image.code.count * 4)"
        }
        print(([path] + counts).joined(separator: "\t"))
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch (arguments.first, arguments.count) {
    case ("assemble", 3):
        let object = assemble(arguments[1], try FileSystem.read(arguments[1]))
        try FileSystem.write([OutputFile(arguments[2], HSXObjectWriter.encode(object))])
    case ("phases", 2):
        let clock = ContinuousClock()
        let start = clock.now
        let text = try FileSystem.read(arguments[1])
        let read = clock.now
        let object = assemble(arguments[1], text)
        let assembled = clock.now
        let bytes = HSXObjectWriter.encode(object)
        let encoded = clock.now
        print("read \(read - start), assemble \(assembled - read), encode \(encoded - assembled), \(bytes.count) bytes")
    case ("steps", 2...): try printSteps(Array(arguments.dropFirst()))
    default: fail("usage: hubc-bench assemble IN OUT | phases IN | steps PROGRAM...")
    }
} catch {
    fail("\(error)")
}
