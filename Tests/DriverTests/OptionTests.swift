import Driver
import Support
import Testing

@Suite struct OptionTests {
    private func parse(_ line: String) throws -> Options {
        try OptionParser.parse(line.split(separator: " ").map(String.init)).options
    }

    private func code(_ line: String) -> String? {
        do {
            _ = try parse(line)
            return nil
        } catch {
            return (error as? Diagnostic)?.code
        }
    }

    @Test func valuesJoinedOrApart() throws {
        let options = try parse("build tree --target hxe --target=c -Iinc -I lib -DA -D B=1=2 -j4 -o out --emit=ir")
        #expect(options.path == "tree")
        #expect(options.targets == [.hxe, .c])
        #expect(options.includePaths == ["inc", "lib"])
        #expect(options.definitions.map(\.name) == ["A", "B"])
        #expect(options.definitions.map(\.value) == [nil, "1=2"])
        #expect(options.jobs == 4)
        #expect(options.output == "out")
        #expect(options.emit == [.ir])
    }

    @Test func lastLevelWins() throws {
        #expect(try parse("build -O0 -Os").optimization == .size)
        #expect(try parse("build").optimization == nil)
    }

    @Test func pathIsTheCurrentFolderWhenLeftOut() throws {
        #expect(try parse("build").path == ".")
        #expect(try parse("build -").path == "-")
    }

    @Test func restBelongsToTheProgram() throws {
        let options = try parse("run a.mvasm -- -O3 --what -- x")
        #expect(options.programArguments == ["-O3", "--what", "--", "x"])
        #expect(options.optimization == nil)
        #expect(try parse("build -- -odd.mvasm").operands == ["-odd.mvasm"])
    }

    @Test func passesAreSplit() throws {
        #expect(try parse("opt a.hir --passes=dce,gvn --passes licm").passes == ["dce", "gvn", "licm"])
    }

    @Test func helpNeedsNothingElse() throws {
        #expect(try parse("opt --help").help)
    }

    @Test func mistakesHaveCodes() {
        #expect(code("nonsense") == "E9001")
        #expect(code("build --nonsense") == "E9002")
        #expect(code("build -o") == "E9003")
        #expect(code("build -q=1") == "E9002")
        #expect(code("build --hsx-compat=1") == "E9004")
        #expect(code("build --color=red") == "E9005")
        #expect(code("link") == "E9006")
        #expect(code("check a b") == "E9007")
    }

    /// Every option of the table is taken by a command, and parses as its usage says.
    @Test func everyCommandTakesItsOptions() throws {
        #expect(throws: Never.self) { try parse("ir --stage=frontend --print-after dce --print-changed") }
        #expect(throws: Never.self) { try parse("bench x --baseline f --json") }
        #expect(throws: Never.self) {
            try parse("verify x --entries f --receiver -3 --print-result --triple t -g -v -q")
        }
        #expect(throws: Never.self) {
            try parse("exec f.hir --entry main --diagnostics json --color never --time-report")
        }
    }
}
