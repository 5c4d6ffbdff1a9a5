// A folder of what can be made again holds whole files only, and not too many.

import Driver
import Foundation
import Support
import Testing

@Suite struct CacheFolderTests {
    private func key(_ number: Int) -> String { SHA256.hexDigest([UInt8(number)]) }

    private func age(_ folder: CacheFolder, _ number: Int, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -seconds)],
            ofItemAtPath: "\(folder.path)/\(key(number)).o")
    }

    @Test func whatIsKeptIsFoundUnlessItIsBroken() throws {
        try withTemporaryFolder { path in
            let folder = CacheFolder(path + "/cache")
            #expect(folder.find(key(1)) == nil)
            folder.keep(key(1), [1, 2, 3])
            folder.keep(key(2), [4])
            #expect(folder.find(key(1)) == [1, 2, 3])
            let file = URL(filePath: folder.path).appending(path: key(1) + ".o")
            let whole = try Data(contentsOf: file)
            for broken in [Data(), whole.dropLast(), whole + [0], Data("rubbish".utf8)] {
                try broken.write(to: file)
                #expect(folder.find(key(1)) == nil)
            }
            #expect(folder.find(key(2)) == [4])
        }
    }

    @Test func whatWasNotUsedForLongestGoes() throws {
        try withTemporaryFolder { path in
            var folder = CacheFolder(path)
            folder.mostFiles = 8
            try Data("mine".utf8).write(to: URL(filePath: path + "/other.o"))
            for number in 0..<8 {
                folder.keep(key(number), [UInt8(number)])
                try age(folder, number, Double(100 - number))
            }
            #expect((0..<8).allSatisfy { folder.find(key($0)) != nil })
            for number in 1..<8 { try age(folder, number, Double(100 - number)) }
            // The oldest was used just now.
            folder.keep(key(8), [8])
            #expect((0..<9).filter { folder.find(key($0)) != nil } == [0, 4, 5, 6, 7, 8])
            #expect(FileManager.default.fileExists(atPath: path + "/other.o"))
        }
    }

    @Test func largeFilesCountMore() throws {
        try withTemporaryFolder { path in
            var folder = CacheFolder(path)
            folder.mostBytes = 400
            for number in 0..<3 {
                folder.keep(key(number), Array(repeating: 0, count: 100))
                try age(folder, number, Double(100 - number))
            }
            folder.keep(key(3), Array(repeating: 0, count: 100))
            #expect((0..<4).filter { folder.find(key($0)) != nil } == [2, 3])
        }
    }

    @Test func aFolderThatCannotBeWrittenIsNoFault() {
        let folder = CacheFolder("/dev/null/cache")
        folder.keep(key(1), [1])
        #expect(folder.find(key(1)) == nil)
    }
}
