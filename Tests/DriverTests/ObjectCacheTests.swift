// Objects of hubc's own sources are kept from build to build, and only whole ones are believed.

import Driver
import Foundation
import Support
import Testing

@Suite(.enabled(if: Toolchain.find(.cCompiler) != nil, "no C compiler on this machine"))
struct ObjectCacheTests {
    private let unit = LinkInput("unit.c", Array("int answer(void) { return 42; }\n".utf8))

    private func object(in folder: String?) throws -> [UInt8] {
        let compiler = try #require(Toolchain.find(.cCompiler))
        return try ObjectCache.object(of: unit, with: compiler, flags: ["-O1"], folder: folder)
    }

    /// The one file of the cache.
    private func entry(_ folder: String) throws -> URL {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 1)
        return URL(filePath: folder).appending(path: try #require(names.first))
    }

    @Test func objectsAreTakenFromTheCache() throws {
        try withTemporaryFolder { folder in
            let cache = folder + "/cache"
            let fresh = try object(in: nil)
            #expect(try object(in: cache) == fresh)
            let marked = Array("another object".utf8)
            try Data(SHA256.digest(marked) + marked).write(to: entry(cache))
            #expect(try object(in: cache) == marked)
        }
    }

    @Test func brokenEntriesAreMadeAnew() throws {
        try withTemporaryFolder { folder in
            let fresh = try object(in: folder)
            let whole = try Data(contentsOf: entry(folder))
            for broken in [Data(), whole.dropLast(), Data("rubbish".utf8)] {
                try broken.write(to: entry(folder))
                #expect(try object(in: folder) == fresh)
                #expect(try Data(contentsOf: entry(folder)) == whole)
            }
        }
    }

    @Test func aCacheThatCannotBeWrittenIsNoFault() throws {
        #expect(try object(in: "/dev/null/cache") == object(in: nil))
    }
}
