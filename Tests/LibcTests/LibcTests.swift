// The C library of HSX programs: its sources compile without warnings for the machine, and, compiled for this host with
// other names, do what the host's library does.

import Foundation
import RuntimeBundle
import Testing

@Suite struct LibcTests {
    private static let tools = ["clang-22", "ld", "llvm-link-22", "llvm-objcopy-22"]
    private static let missing = tools.filter { Workshop.find($0) == nil }
    private static let library = Workshop.root.appending(path: "Runtime/libc")
    private static let sources = (try? Workshop.files(below: library.appending(path: "src"), extension: "c")) ?? []
    private static let headers = (try? Workshop.files(below: library.appending(path: "include"))) ?? []

    /// How C for the machine is compiled.
    private static let machineOptions = [
        "--target=riscv32-unknown-elf", "-march=rv32im_zfh", "-mabi=ilp32", "-fsigned-char", "-Xclang",
        "-mlong-double-64", "-D__HSX__=1",
    ]
    private static let commonOptions = [
        "-ffreestanding", "-fno-builtin", "-fwrapv", "-ffp-contract=off", "-nostdinc", "-isystem",
        library.appending(path: "include").path, "-Wall", "-Wextra", "-Werror",
    ]

    /// hubc carries the headers and the bitcode.
    @Test func everyFileIsBundled() throws {
        var count = 0
        let table = try #require(hub_bundled_libc_files(&count))
        let files = UnsafeBufferPointer(start: table, count: count)
        let wanted = try Workshop.files(below: Self.library).filter { !$0.hasPrefix("src/") }
        #expect(files.map { String(cString: $0.path) } == wanted)
        for file in files {
            let content = try Data(contentsOf: Self.library.appending(path: String(cString: file.path)))
            #expect(content.elementsEqual(UnsafeBufferPointer(start: file.bytes, count: file.size)))
        }
    }

    /// Bitcode does not keep up with the sources by itself: run scripts/build-libc after a change.
    @Test(.enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"))
    func bitcodeIsThatOfTheSources() throws {
        try Workshop.withFolder { folder in
            try succeed("sh", [Workshop.root.appending(path: "scripts/build-libc").path, folder.path], folder)
            for name in try Workshop.files(below: Self.library, extension: "bc") {
                let fresh = try Data(contentsOf: folder.appending(path: name))
                #expect(fresh == (try Data(contentsOf: Self.library.appending(path: name))), "\(name) is stale")
            }
        }
    }

    @Test(.enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"), arguments: sources)
    func compilesForTheMachine(_ source: String) throws {
        try compile(Self.library.appending(path: "src/\(source)"), Self.machineOptions + ["-std=c11"])
    }

    @Test(
        .enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"), arguments: headers,
        ["-std=c99", "-std=c11", "-std=c23"])
    func headerStandsAlone(_ header: String, standard: String) throws {
        try Workshop.withFolder { folder in
            let source = folder.appending(path: "header.c")
            try "#include <\(header)>\n#include <\(header)>\n".write(to: source, atomically: true, encoding: .utf8)
            try compile(source, Self.machineOptions + [standard])
        }
    }

    private func compile(_ source: URL, _ options: [String]) throws {
        try Workshop.withFolder { folder in
            let arguments = options + Self.commonOptions + ["-O2", "-c", source.path, "-o", "out.o"]
            let result = try Workshop.run("clang-22", arguments, in: folder)
            #expect(result == ProcessResult(status: 0, output: ""))
        }
    }

    @Test(
        .enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"),
        arguments: [
            ["-O2"], ["-O1", "-fsanitize=undefined", "-fno-sanitize=alignment,pointer-overflow", "-fsanitize-trap"],
        ])
    func doesWhatTheHostsLibraryDoes(_ options: [String]) throws {
        try Workshop.withFolder { folder in
            var objects: [String] = []
            // The functions over the services of the machine have nothing to call here.
            for source in Self.sources where source != "no_floats.c" && !source.hasPrefix("hsx_") {
                objects.append(source + ".o")
                let path = Self.library.appending(path: "src/\(source)").path
                let arguments = ["-std=c11", "-c", path, "-o", source + ".o"] + options + Self.commonOptions
                try succeed("clang-22", arguments, folder)
            }
            try succeed("ld", ["-r", "-o", "library.o"] + objects, folder)
            try succeed("llvm-objcopy-22", ["--prefix-symbols=hub_", "library.o"], folder)
            let checks = Workshop.root.appending(path: "Tests/LibcTests/native")
            let programs = try Workshop.files(below: checks, extension: "c").map { checks.appending(path: $0).path }
            let flags = ["-std=gnu11", "-O1", "-fno-builtin", "-Wall", "-Wextra", "-Werror", "-Wno-format-truncation"]
            try succeed("clang-22", flags + programs + ["library.o", "-lm", "-o", "checks"], folder)
            #expect(try Workshop.run("checks", [], in: folder) == ProcessResult(status: 0, output: "0 failures\n"))
        }
    }

    private func succeed(_ tool: String, _ arguments: [String], _ folder: URL) throws {
        try #require(try Workshop.run(tool, arguments, in: folder) == ProcessResult(status: 0, output: ""))
    }
}
