// Files inside a sandbox folder, and what must not get out of it.

import Foundation
import HSXRuntime
import Testing

/// A class because `deinit` removes the folder.
@Suite final class HSXFileTests {
    private let folder: URL
    private let sandbox: URL
    private let machine: Machine

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hubc-files-\(UUID().uuidString)")
        sandbox = folder.appending(path: "sandbox")
        try FileManager.default.createDirectory(at: sandbox, withIntermediateDirectories: true)
        machine = Machine(sandbox: sandbox.path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private let refused = UInt32(bitPattern: -22)

    private func open(_ path: String, _ flags: UInt32 = 0) -> UInt32 {
        machine.store(path, at: 0x100)
        return machine.service(4, 0, 0x100, flags)
    }

    private func call(_ function: UInt32, _ path: String) -> UInt32 {
        machine.store(path, at: 0x100)
        return machine.service(4, function, 0x100)
    }

    @Test func writesAndReadsBack() throws {
        machine.store("hello, file", at: 0x200)
        let writer = open("a.txt", 0x241)
        #expect(writer == 3)
        #expect(machine.service(4, 2, writer, 0x200, 11) == 11)
        #expect(machine.service(4, 1, writer, 0x300, 4) == minusOne)  // not open for reading
        #expect(machine.service(4, 3, writer) == 0 && machine.service(4, 3, writer) == minusOne)
        let found = try String(contentsOf: sandbox.appending(path: "a.txt"), encoding: .utf8)
        #expect(found == "hello, file")

        let appender = open("a.txt", 0x401)
        #expect(machine.service(4, 2, appender, 0x200, 5) == 5)
        let reader = open("./a.txt")
        #expect(appender == 3 && reader == 4)
        #expect(machine.service(4, 1, reader, 0x300, 100) == 16)
        #expect(machine.text(at: 0x300, count: 16) == "hello, filehello")
        #expect(machine.service(4, 1, reader, 0x300, 100) == 0)
    }

    @Test func transfersEndWithMemory() {
        let file = open("a", 0x42)
        #expect(machine.service(4, 2, file, 0xFFFC, 100) == 4)
        #expect(machine.service(4, 2, file, 0x10000, 100) == 0)
        #expect(machine.service(4, 2, 99, 0, 1) == minusOne && machine.service(4, 2, 1, 0, 1) == minusOne)
        #expect(machine.service(4, 1, open("a"), 0xFFFE, minusOne) == 2)
    }

    @Test func folders() throws {
        #expect(call(13, "d") == 0 && call(13, "d") == minusOne && call(13, "d/e") == 0)
        #expect(open("d/e/f", 0x41) == 3 && open("d/b", 0x41) == 4)
        #expect(open("d") == refused && open("") == refused && open("none") == refused)
        machine.store("d", at: 0x100)
        #expect(machine.service(4, 10, 0x100, 0x400, 100) == 4 && machine.text(at: 0x400, count: 4) == "b\ne\n")
        #expect(machine.service(4, 10, 0x100, 0x400, 3) == 2)
        machine.store("", at: 0x100)
        #expect(machine.service(4, 10, 0x100, 0xFFFF, 100) == 0 && machine.service(4, 10, 0x100, 0x400, 100) == 2)
        machine.store("d/b", at: 0x100)
        machine.store("c", at: 0x180)
        #expect(machine.service(4, 12, 0x100, 0x180) == 0 && machine.service(4, 12, 0x100, 0x180) == minusOne)
        #expect(call(11, "c") == 0 && call(11, "c") == minusOne && call(11, "d") == minusOne)
        let found = try FileManager.default.contentsOfDirectory(atPath: sandbox.path)
        #expect(found == ["d"])
    }

    @Test func nothingLeavesTheSandbox() throws {
        let secret = folder.appending(path: "secret")
        try Data("secret".utf8).write(to: secret)
        try FileManager.default.createSymbolicLink(at: sandbox.appending(path: "link"), withDestinationURL: secret)
        try FileManager.default.createSymbolicLink(at: sandbox.appending(path: "up"), withDestinationURL: folder)
        for path in [secret.path, "../secret", "d/../../secret", "link", "up/secret", "c:x", "..", "/"] {
            #expect(open(path) == refused)
            #expect(open(path, 0x241) == refused)
            #expect(call(13, path) == minusOne)
        }
        #expect(call(11, "up/secret") == minusOne && call(11, "../secret") == minusOne && call(10, "up") == minusOne)
        machine.store("up/secret", at: 0x100)
        machine.store("mine", at: 0x180)
        #expect(machine.service(4, 12, 0x100, 0x180) == minusOne)
        let found = try String(contentsOf: secret, encoding: .utf8)
        #expect(found == "secret")
    }

    @Test func badFlagsPathsAndTooManyFiles() {
        #expect(open("a", 3) == refused && open("a", 0x1000) == refused && open("a", 0x200) == refused)
        #expect(open(String(repeating: "p", count: 256), 0x41) == refused)
        for number in 0..<16 { #expect(open("a", 0x42) == UInt32(3 + number)) }
        #expect(open("a") == refused)
        #expect(machine.service(4, 3, 7) == 0 && open("a") == 7)
    }

    @Test func withoutSandboxEveryOpenFails() {
        let machine = Machine()
        machine.store("a", at: 0x100)
        #expect(machine.service(4, 0, 0x100, 0x41) == refused && machine.service(4, 10, 0x100, 0x400, 9) == minusOne)
    }

    @Test func missingSandboxIsNoHost() {
        let made = sandbox.appending(path: "missing").path.withCString { path in
            var config = hub_hsx_host_config()
            config.sandbox = path
            return hub_hsx_host_create(&config)
        }
        #expect(made == nil)
    }
}
