// What .sym and .dbg say of the variables of a C program: names, types, places over ranges, inlined calls. Addresses and
// ordinals count from the start of the function. `HUBC_BLESS=1` writes the expectations, which stand beside the program.

import Driver
import Foundation
import Support
import Testing

@Suite(
    .enabled(
        if: Toolchain.find(.clang) != nil && Toolchain.find(.llvm) != nil,
        "missing: clang 22 or LLVM 22; 'make setup' installs them"))
struct DebugFileTests {
    private typealias Object = [String: Any]
    /// hubc, which the build leaves beside the tests.
    private static let hubc = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "hubc").path
    private static let program = MatrixCase.package.appending(path: "Tests/golden/c/structs/debug-variables.c")

    @Test(arguments: ["-O0", "-O2"])
    func variablesOfC(_ level: String) throws {
        let actual = try Self.describe(level)
        let path = Self.program.deletingPathExtension().path + "\(level).debug"
        if ProcessInfo.processInfo.environment["HUBC_BLESS"] == "1" {
            try actual.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let expected = try String(contentsOfFile: path, encoding: .utf8)
        #expect(actual == expected, "\(level)\n\(actual)")
    }

    private static func describe(_ level: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hubc-debug-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "program")
        let call = ProcessCall(
            hubc, ["build", program.path, "--target", "hxe", level, "-g", "-o", output.path + ".hxe"])
        let result = try ProcessRunner.run(call)
        try #require(result.ending == .exited(0), "\(String(decoding: result.errors, as: UTF8.self))")
        let symbols = try #require(try read(output.path + ".sym")["symbols"] as? Object)
        let debug = try read(output.path + ".dbg")
        return ".sym\n" + describe(symbols, variables: "locals", start: "address", range: ("start", "end"))
            + describeGlobals(symbols) + ".dbg\n"
            + describe(
                debug, variables: "variables", start: "mvasm_start_ordinal", range: ("start_ordinal", "end_ordinal"))
    }

    private static func read(_ path: String) throws -> Object {
        let data = try Data(contentsOf: URL(filePath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? Object)
    }

    /// The objects of a list that speak of the program's own source.
    private static func own(_ object: Object, _ key: String) -> [Object] {
        (object[key] as? [Object] ?? []).filter { $0["file"] as? String == program.lastPathComponent }
    }

    private static func text(_ object: Object, _ key: String) -> String {
        object[key].map { "\($0)" } ?? "?"
    }

    /// Functions and inlined calls with their variables.
    private static func describe(
        _ object: Object, variables: String, start: String, range: (first: String, last: String)
    ) -> String {
        var lines: [String] = []
        let functions = object["functions"] as? [Object] ?? []
        for call in own(object, "inlined_calls") {
            let place = "\(text(call, "line")):\(text(call, "column"))"
            lines.append("call \(text(call, "id")) of \(text(call, "function")) at \(place)")
        }
        var last = ""
        for variable in own(object, variables) where variable["locations"] != nil {
            let name = text(variable, "function")
            if name != last { lines.append("function \(name)") }
            last = name
            let base = functions.first { $0["name"] as? String == name }?[start] as? Int ?? 0
            let call = variable["inlined_call"].map { " in call \($0)" } ?? ""
            lines.append(
                "  \(text(variable, "scope")) \(text(variable, "name")): \(text(variable, "type")), "
                    + "\(text(variable, "size")) bytes, line \(text(variable, "line"))\(call)")
            for location in variable["locations"] as? [Object] ?? [] {
                let (first, end) = (location[range.first] as? Int ?? 0, location[range.last] as? Int ?? 0)
                lines.append("    \(first - base) to \(end - base): \(place(location["location"] as? Object ?? [:]))")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func place(_ location: Object) -> String {
        if let pieces = location["pieces"] as? [Object] {
            return pieces.map { piece in
                "bytes \(text(piece, "offset")) + \(text(piece, "size")) \(place(piece["location"] as? Object ?? [:]))"
            }.joined(separator: ", ")
        }
        return location.keys.sorted().filter { $0 != "address" }.map { "\($0) \(text(location, $0))" }
            .joined(separator: ", ")
    }

    private static func describeGlobals(_ symbols: Object) -> String {
        let lines = own(symbols, "variables").map { variable in
            "\(text(variable, "scope")) \(text(variable, "name")): \(text(variable, "type")), "
                + "\(text(variable, "size")) bytes, line \(text(variable, "line"))\n"
        }
        return lines.joined()
    }
}
