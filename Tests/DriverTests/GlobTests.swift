import Driver
import Foundation
import Testing

@Suite struct GlobTests {
    private func matches(_ name: String, _ pattern: String) -> Bool {
        GlobPattern.matches(Array(name.utf8), Array(pattern.utf8))
    }

    @Test func namesMatchWildcards() {
        #expect(matches("a.c", "*.c"))
        #expect(matches("a.c", "?.c"))
        #expect(matches("ä.c", "?.c"))
        #expect(matches("abcbc", "a*bc"))
        #expect(matches("", "*"))
        #expect(!matches("ab.c", "?.c"))
        #expect(!matches("a.cc", "*.c"))
        #expect(!matches(".c", "*.c"))
        #expect(matches(".c", ".*"))
    }

    /// A pattern with many stars must not take exponential time.
    @Test func manyStarsAreQuick() {
        #expect(!matches(String(repeating: "a", count: 5000), String(repeating: "a*", count: 50) + "b"))
    }

    @Test func treesAreSearchedInOrder() throws {
        let files = ["b.s", "a.s", "x/c.s", "x/y/d.s", "x/y/d.t", ".hid/e.s", "x/.f.s", "build/g.s"]
        try withTemporaryFolder(files) { folder in
            #expect(GlobPattern("*.s").expand(in: folder) == ["a.s", "b.s"])
            #expect(
                GlobPattern("**/*.s").expand(in: folder, excluding: ["build"]) == ["a.s", "b.s", "x/c.s", "x/y/d.s"])
            #expect(GlobPattern("build/*.s").expand(in: folder, excluding: ["build"]) == ["build/g.s"])
            #expect(GlobPattern("./x/**").expand(in: folder) == ["x/c.s", "x/y/d.s", "x/y/d.t"])
            #expect(GlobPattern("**/y/**/d.?").expand(in: folder) == ["x/y/d.s", "x/y/d.t"])
            #expect(GlobPattern("**/**/d.s").expand(in: folder) == ["x/y/d.s"])
            #expect(GlobPattern("x").expand(in: folder) == [])
            #expect(GlobPattern("x/y/d.t").expand(in: folder) == ["x/y/d.t"])
        }
    }

    @Test func linksToFoldersAreNotSearched() throws {
        try withTemporaryFolder(["x/a.s"]) { folder in
            try FileManager.default.createSymbolicLink(atPath: folder + "/x/loop", withDestinationPath: "..")
            #expect(GlobPattern("**/*.s").expand(in: folder) == ["x/a.s"])
        }
    }
}
