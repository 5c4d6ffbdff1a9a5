// Debug information: clean to LLVM's own checker, and good enough for gdb to stop at a line and show a register's value
// or C's variables and types.

import BackendKit
import BackendNative
import Driver
import Foundation
import IR
import Support
import Testing

@Suite struct DebugTests {
    private static let dumper = NativeTools.find("llvm-dwarfdump-22")
    private static let debugger = NativeTools.find("gdb")
    private static let hubc = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("hubc")
    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("samples/hsx")

    @Test(
        .enabled(if: NativeTools.canRun && dumper != nil, "LLVM 22, llvm-dwarfdump-22 or a C compiler are missing"),
        arguments: ["-O0", "-O2"])
    func dwarfOfEverySampleIsClean(_ level: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.samples.path).sorted()
        for name in names where !name.hasSuffix(".txt") {
            try NativeTools.withFolder { folder in
                let source = Self.samples.appendingPathComponent(name).path
                let arguments = ["build", source, "--target", "native", level, "-g", "-o", "program"]
                let built = try NativeTools.run(Self.hubc.path, arguments, in: folder)
                #expect(built.status == 0, "\(name): \(built.errors)")
                let dumper = try #require(Self.dumper)
                let verified = try NativeTools.run(dumper, ["--verify", "program"], in: folder)
                #expect(verified.status == 0, "\(name): \(verified.output)")
                let lines = try NativeTools.run(dumper, ["--debug-line", "program"], in: folder)
                #expect(lines.output.contains(".mvasm"), "\(name) has no lines")
            }
        }
    }

    private static let program = """
        .entry main
        .text
        main:
            LDI R1, 41
            CALL thrice
            RET
        thrice:
            ADD R0, R1, R1
            ADD R0, R0, R1
            RET

        """

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbStopsAtALineAndShowsARegister() throws {
        try NativeTools.withFolder { folder in
            try Data(Self.program.utf8).write(to: folder.appendingPathComponent("thrice.mvasm"))
            let session = try debug(
                "thrice.mvasm", "-O0", ["break thrice.mvasm:9", "run", "print r1", "backtrace"], folder)
            #expect(session.contains("thrice.mvasm:9"), "\(session)")
            #expect(session.contains("$1 = 41"), "\(session)")
            #expect(session.contains("in main () at ./thrice.mvasm:5"), "\(session)")
        }
    }

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbShowsARegisterOfOptimisedCode() throws {
        try NativeTools.withFolder { folder in
            let source = Self.samples.appendingPathComponent("sort.mvasm")
            try FileManager.default.copyItem(at: source, to: folder.appendingPathComponent("sort.mvasm"))
            let session = try debug(
                "sort.mvasm", "-O2", ["break quicksort", "run", "print/x r1", "print/x r2"], folder)
            #expect(session.contains("quicksort (r15=32768, r1=16384, r2=16444"), "\(session)")
            #expect(session.contains("$1 = 0x4000"), "\(session)")
            #expect(session.contains("$2 = 0x403c"), "\(session)")
        }
    }

    private static let lisp = """
        (load "src/prelude.valk")
        (fun {square x} {do (print x) (* x x)})
        (fun {sum n total} {
          if (<= n 0)
            {total}
            {sum (- n 1) (+ total (square n))}
        })
        (print (sum 10 0))

        """

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbStopsAtALineOfLisp() throws {
        try NativeTools.withFolder { folder in
            try Data(Self.lisp.utf8).write(to: folder.appendingPathComponent("sum.valk"))
            let plain = try debug("sum.valk", "-O0", ["break sum.valk:2", "run", "continue", "backtrace"], folder)
            // The first stop is where the function is made.
            #expect(plain.contains("square"), "\(plain)")
            #expect(plain.contains("at ./sum.valk:2"), "\(plain)")
            #expect(plain.contains("at ./sum.valk:6"), "\(plain)")
            #expect(plain.contains("at ./sum.valk:8"), "\(plain)")
            let optimised = try debug("sum.valk", "-O2", ["break sum.valk:8", "run", "backtrace"], folder)
            #expect(optimised.contains("at ./sum.valk:8\n8\t(print (sum 10 0))"), "\(optimised)")
        }
    }

    private static let variables = """
        typedef unsigned char byte;
        enum color { RED, GREEN = 5 };
        union word { int i; float f; byte bytes[4]; };
        struct flags { unsigned ready : 1; unsigned mode : 3; int level : 12; };
        struct node { int x, y; struct node *next; enum color color; const char *name; };
        static int total = 7;
        int (*chosen)(const struct node *, int);
        static inline int square(int v) { int root = v; return root * v; }
        __attribute__((noinline)) int sum(const struct node *list, int scale) {
            int result = scale;
            for (const struct node *n = list; n; n = n->next) {
                result += n->x * scale + square(n->y);
            }
            total += result;
            return result;
        }
        int main(void) {
            struct node a = {1, 2, 0, GREEN, "a"};
            struct node b = {3, 4, &a, RED, "b"};
            union word w = {.i = 0x3f800000};
            struct flags f = {1, 5, -3};
            int table[2][3] = {{1, 2, 3}, {4, 5, 6}};
            double d = 2.5;
            long long big = 1LL << 40;
            chosen = sum;
            return chosen(&b, table[1][1]) + (int)d + (int)big + f.level + w.bytes[0];
        }

        """

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbShowsTheVariablesOfC() throws {
        try NativeTools.withFolder { folder in
            try Data(Self.variables.utf8).write(to: folder.appendingPathComponent("list.c"))
            let commands = [
                "set width 0", "break list.c:14", "run", "backtrace", "info args", "info locals", "ptype list",
                "ptype sum",
                "print total", "ptype chosen", "up", "info locals", "ptype f", "ptype w", "ptype table",
                "whatis b.color",
            ]
            let session = try debug("list.c", "-O0", commands, folder)
            let expected = [
                "sum (list=0x", ", scale=5) at ./list.c:14", "in main () at ./list.c:26", "scale = 5\n",
                "result = 45\n",
                "n = 0x0\n",
                """
                type = const struct node {
                    int x;
                    int y;
                    struct node *next;
                    enum color color;
                    const char *name;
                } *

                """,
                "type = int (const struct node *, int)\n", "$1 = 7\n", "type = int (*)(const struct node *, int)\n",
                "a = {x = 1, y = 2, next = 0x0, color = GREEN, name = 0x", "color = RED, name = 0x",
                "f = 1, bytes = \"\\000\\000\\200?\"}\n", "f = {ready = 1, mode = 5, level = -3}\n",
                "table = {{1, 2, 3}, {4, 5, 6}}\n", "d = 2.5\n", "big = 1099511627776\n",
                "    unsigned int ready : 1;\n    unsigned int mode : 3;\n    int level : 12;\n",
                "type = union word {\n    int i;\n    float f;\n    byte bytes[4];\n}\n", "type = int [2][3]\n",
                "type = enum color\n",
            ]
            for text in expected { #expect(session.contains(text), "no '\(text)' in:\n\(session)") }
        }
    }

    @Test(.enabled(if: NativeTools.canRun && debugger != nil, "LLVM 22, gdb or a C compiler are missing"))
    func gdbShowsTheVariablesOfOptimisedC() throws {
        try NativeTools.withFolder { folder in
            try Data(Self.variables.utf8).write(to: folder.appendingPathComponent("list.c"))
            let commands = [
                "set width 0", "break sum", "run", "backtrace 1", "print scale", "ptype list", "print total",
            ]
            let session = try debug("list.c", "-O2", commands, folder)
            let expected = ["sum (list=", "$1 = 5\n", "type = const struct node {\n    int x;\n", "$2 = 7\n"]
            for text in expected { #expect(session.contains(text), "no '\(text)' in:\n\(session)") }
        }
    }

    @Test(
        .enabled(if: NativeTools.canRun && dumper != nil, "LLVM 22, llvm-dwarfdump-22 or a C compiler are missing"),
        arguments: ["-O0", "-O1", "-O2", "-O3", "-Os"])
    func dwarfOfCIsClean(_ level: String) throws {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        for name in ["programs/life.c", "structs/bit-field-structs.c", "calls/varargs.c"] {
            try NativeTools.withFolder { folder in
                let source = tests.appendingPathComponent("golden/c").appendingPathComponent(name).path
                let arguments = ["build", source, "--target", "native", level, "-g", "-o", "program"]
                let built = try NativeTools.run(Self.hubc.path, arguments, in: folder)
                #expect(built.status == 0, "\(name): \(built.errors)")
                let verified = try NativeTools.run(try #require(Self.dumper), ["--verify", "program"], in: folder)
                #expect(verified.status == 0, "\(name): \(verified.output)")
            }
        }
    }

    /// What gdb prints for `commands` on the program in `source`.
    private func debug(_ source: String, _ level: String, _ commands: [String], _ folder: URL) throws -> String {
        let arguments = ["build", source, "--target", "native", level, "-g", "-o", "program"]
        let built = try NativeTools.run(Self.hubc.path, arguments, in: folder)
        #expect(built.status == 0, "\(built.errors)")
        let start = ["-nx", "-batch", "-iex", "set debuginfod enabled off"]
        let session = try NativeTools.run(
            try #require(Self.debugger), start + commands.flatMap { ["-ex", $0] } + ["program"], in: folder)
        return session.output + session.errors
    }
}
