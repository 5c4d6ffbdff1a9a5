// C programs of more than 8, 16 and 48 KiB of HSX code, most of it behind the first 4 KiB, which are all that branches
// reach: they give what clang's own native code gives.

import Driver
import HSXMachine
import Support
import Testing

/// A C program of many functions that are all called, made by rule.
private enum LargeProgram {
    /// The text of a program of `count` functions: loops, dense and sparse choices, tables, calls, divisions.
    static func text(_ count: Int) -> String {
        let functions = (0..<count).map(function).joined()
        let table = (0..<count).map { "step\($0)" }.joined(separator: ", ")
        return """
            #include <stdint.h>
            #include <stdio.h>
            volatile unsigned seed = 12345;
            static uint16_t memory[64];
            \(functions)
            static unsigned (*const steps[])(unsigned) = {\(table)};
            int main(void) {
                unsigned value = seed;
                for (unsigned round = 0; round < 3; round++)
                    for (unsigned i = 0; i < \(count); i++) {
                        value = steps[i](value);
                        if (i % 16 == 0) printf("%u %u\\n", i, value);
                    }
                return (int)(value & 127);
            }

            """
    }

    private static func function(_ number: Int) -> String {
        let body: String
        switch number % 4 {
        case 0:
            body = """
                    for (unsigned i = 0; i < \(number % 7 + 3); i++) {
                        if (x >> i & 1) x = x * \(number * 2 + 3) + memory[(x + i) & 63];
                        else if (x > \(number * 977)u) x ^= x << 7;
                        else memory[x & 63] += (uint16_t)x;
                    }
                """
        case 1:
            let arms = (0..<9).map { arm in
                "        case \(arm * (number % 3 + 1)): x += \(number * 13 + arm * arm)u; break;\n"
            }
            body = "    switch (x & 31) {\n\(arms.joined())        default: x = x * 5 + \(number)u;\n    }\n"
        case 2:
            body = """
                    unsigned quotient = x / \(number % 11 + 3)u, rest = x % \(number % 11 + 3)u;
                    while (quotient > rest) {
                        quotient = quotient >> 3 ^ rest;
                        if (quotient & 1) rest += \(number)u; else rest = rest * 3 + 1;
                        if (rest > 4000) break;
                    }
                    x = quotient * 2654435761u + rest;
                """
        default:
            body = """
                    uint64_t wide = (uint64_t)x * \(number * 31 + 7)u + memory[x & 63];
                    int low = (int)(wide >> 9), high = (int)(wide >> 32);
                    x = low < high ? step\(number - 1)(x & 15) + (unsigned)low : (unsigned)(high - low);
                """
        }
        return "__attribute__((noinline)) static unsigned step\(number)(unsigned x) {\n\(body)\n    return x;\n}\n"
    }
}

@Suite(
    .enabled(
        if: Toolchain.find(.clang) != nil && Toolchain.find(.llvm) != nil,
        "missing: clang 22 or LLVM 22; 'make setup' installs them"))
struct LargeProgramTests {
    /// How many functions make a program of more than so many KiB.
    static let sizes = [(functions: 9, kilobytes: 8), (functions: 29, kilobytes: 16), (functions: 115, kilobytes: 48)]

    @Test(arguments: sizes) func machine(_ functions: Int, _ kilobytes: Int) throws {
        let problems = try TemporaryFolder.with { folder throws(Diagnostic) in
            try folder.write("large.c", Array(LargeProgram.text(functions).utf8))
            return Self.problems(folder.file("large.c"), kilobytes)
        }
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }

    private static func problems(_ path: String, _ kilobytes: Int) -> [String] {
        var test = MatrixCase(name: "large", path: path, arguments: [])
        do {
            test.recorded = try MatrixCase.clangShows(test.plan())
            let size = try codeSize(path)
            let isSmall = size < kilobytes << 10 ? ["only \(size) bytes of code; make the program longer"] : []
            return isSmall + Matrix.failures([test], .machine, ["-O2"]) + Matrix.failures([test], .machine, ["-Os"])
        } catch {
            return ["\(error)"]
        }
    }

    /// The bytes of code of the program at -O2.
    private static func codeSize(_ path: String) throws -> Int {
        var context = CommandContext(options: try OptionParser.parse(["build", path, "-O2"]).options)
        guard let plan = BuildPlan.make(&context), let built = HXEBuilder.build(plan, &context) else {
            throw MatrixFailure(context.log)
        }
        return built.image.code.count * 4
    }
}
