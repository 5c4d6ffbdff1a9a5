// The parts of large programs are kept from build to build: whatever was kept, the bytes are the same, and a function
// that changes has only its own part made anew.

import BackendKit
import BackendNative
import Driver
import Foundation
import IR
import Support
import Synchronization
import Testing

/// Objects in memory, with counts of what was found and what was made.
private final class Shelf: Sendable {
    private struct State {
        var objects: [String: [UInt8]] = [:]
        var (found, made) = (0, 0)
    }

    private let state = Mutex(State())

    var store: ObjectStore {
        ObjectStore(
            maker: "test",
            find: { key in
                self.state.withLock { state in
                    let object = state.objects[key]
                    if object != nil { state.found += 1 }
                    return object
                }
            },
            keep: { key, bytes in
                self.state.withLock { state in
                    state.objects[key] = bytes
                    state.made += 1
                }
            })
    }

    /// How many objects were found and made since the last time.
    func counts() -> [Int] {
        state.withLock { state in
            defer { (state.found, state.made) = (0, 0) }
            return [state.found, state.made]
        }
    }
}

@Suite(.enabled(if: NativeTools.hasLLVM, "LLVM 22 is missing"))
struct KeptPartsTests {
    /// A program of `count` functions, each with `size` additions, that all know texts; `changes` are other sizes,
    /// `texts` stand before the others.
    private func program(_ count: Int, size: Int = 20, changes: [Int: Int] = [:], texts: [String] = []) throws -> Module
    {
        var text = "module \"m\"\nmemory size 0 stack 0 pointer 8\n"
        for (number, bytes) in texts.enumerated() { text += "root @new\(number) constant = bytes hex \"\(bytes)\"\n" }
        for number in 0..<count { text += "root @text\(number) constant = bytes hex \"00\(number + 10)\"\n" }
        text += "root @variable\n"
        for number in 0..<count {
            text += "func @f\(number) (any, i64) -> (i64) noinline {\nblock0(v0: any, v1: i64):\n"
            text += "    v2 = root_get @text\(number)\n    v3 = bytes_length v2\n    v4 = zext.i64 v3\n"
            text += "    root_set @variable, v0\n    v5 = iconst.i64 \(number)\n"
            let size = changes[number] ?? size
            for place in 0..<size { text += "    v\(place + 6) = add.i64 v\(place + 5), v1\n" }
            text += "    v\(size + 6) = xor.i64 v\(size + 5), v4\n    ret v\(size + 6)\n}\n"
        }
        for (number, _) in texts.enumerated() {
            text += "func @g\(number) () -> (any) noinline {\nblock0:\n    v0 = root_get @new\(number)\n    ret v0\n}\n"
        }
        text += "func @main () -> (i64) entry {\nblock0:\n    v0 = root_get @variable\n    v1 = iconst.i64 1\n"
        for number in 0..<count { text += "    v\(number + 2) = call @f\(number)(v0, v\(number + 1))\n" }
        for (number, _) in texts.enumerated() { text += "    v\(count + number + 2) = call @g\(number)()\n" }
        text += "    ret v\(count + 1)\n}\n"
        return try NativeTools.module(text)
    }

    private func objects(_ module: Module, _ store: ObjectStore?, debug: Bool = false) throws -> [[UInt8]] {
        let options = BackendOptions(
            name: "m", debug: debug, runtime: RuntimeSources.operations(RuntimeParts(module)), partInstructions: 100,
            store: store)
        return try NativeTools.emit(module, options).map(\.bytes)
    }

    @Test func theSameBytesWithAndWithoutWhatWasKept() throws {
        let (module, shelf) = (try program(30), Shelf())
        let fresh = try objects(module, nil)
        #expect(fresh.count > 4)
        #expect(try objects(module, shelf.store) == fresh)
        #expect(shelf.counts() == [0, fresh.count])
        #expect(try objects(module, shelf.store) == fresh)
        #expect(shelf.counts() == [fresh.count, 0])
    }

    @Test func oneFunctionChangedMakesItsPartAnew() throws {
        let (module, shelf) = (try program(30), Shelf())
        let count = try objects(module, shelf.store).count
        _ = shelf.counts()
        for size in [19, 21, 24] {
            let changed = try program(30, changes: [9: size])
            let fresh = try objects(changed, nil)
            #expect(try objects(changed, shelf.store) == fresh)
            #expect(shelf.counts() == [count - 1, 1])
        }
    }

    /// A text more has the data made anew, the part that names it and the one that calls whoever does.
    @Test func namesOfObjectsDoNotDependOnPlaces() throws {
        let shelf = Shelf()
        _ = try objects(program(30), shelf.store)
        _ = shelf.counts()
        let changed = try program(30, texts: ["ffff"])
        let fresh = try objects(changed, nil)
        #expect(try objects(changed, shelf.store) == fresh)
        let made = shelf.counts()[1]
        #expect((2...3).contains(made))
        #expect(fresh.count > 5)
    }

    @Test func onlyPartsOfProgramsWithoutMoreAreKept() throws {
        let shelf = Shelf()
        _ = try objects(program(2), shelf.store)
        _ = try objects(program(30), shelf.store, debug: true)
        #expect(shelf.counts() == [0, 0])
    }
}
