// The heap of dynamic values and its collector, through C programs that stand on them as compiled programs do.

import Driver
import Foundation
import Testing

@Suite(.enabled(if: !Workshop.compilers.isEmpty, "no C compiler on this machine"))
struct CoreRuntimeTests {
    /// What the programs share: two roots, a layout of pairs, and lists.
    private static let declarations = """
        #include <string.h>
        static hub_value roots[2] = {HUB_NIL, HUB_NIL};
        static const uint64_t traced[] = {1};
        static const uint32_t starts[] = {0, 0};
        static const hub_objects hub_program_objects = {
            .roots = roots, .root_count = 2, .traced_starts = starts, .traced = traced,
        };
        static __attribute__((noinline, unused)) hub_value list(uint32_t count) {
            hub_value list = HUB_NIL;
            for (uint32_t i = 0; i < count; i++) list = hub_new_pair(HUB_TAG_PAIR, hub_small(i), list);
            return list;
        }
        static __attribute__((noinline, unused)) int64_t sum(hub_value list) {
            int64_t sum = 0;
            for (; list != HUB_NIL; list = hub_get_pair(list, 1, 0)) sum += hub_unbox_i64(hub_get_pair(list, 0, 0), 0);
            return sum;
        }
        static __attribute__((noinline, unused)) void waste(uint32_t rounds) {
            for (uint32_t i = 0; i < rounds; i++) list(1000);
        }

        """

    private static let sanitized = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]

    private static let missing = ["clang-22"].filter { Workshop.find($0) == nil }

    /// Bitcode does not keep up with the header by itself: run scripts/build-core after a change.
    @Test(.enabled(if: missing.isEmpty, "missing: \(missing.joined(separator: ", "))"))
    func bitcodeIsThatOfTheHeader() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try Workshop.withFolder { folder in
            let script = package.appending(path: "scripts/build-core").path
            #expect(try Workshop.run("/bin/sh", [script, folder.path], in: folder) == ProcessResult(status: 0))
            let fresh = try Data(contentsOf: folder.appending(path: "core.bc"))
            let committed = try Data(contentsOf: package.appending(path: "Runtime/core/core.bc"))
            #expect(fresh == committed, "core.bc is stale")
        }
    }

    /// Runs the program with every compiler at -O0 and -O2, and with sanitizers.
    private func expect(
        _ body: String, _ result: ProcessResult, environment: [String: String] = [:],
        location: SourceLocation = #_sourceLocation
    ) throws {
        let program = CProgram(body: body, memorySize: 0, parts: .objects, declarations: Self.declarations)
        for compiler in Workshop.compilers {
            for flags in [["-O0"], ["-O2"], Self.sanitized] {
                let results = try program.run(compiler, flags: flags, environment: environment)
                #expect(results[0] == result, "\(compiler) \(flags)", sourceLocation: location)
            }
        }
    }

    @Test func longListsLive() throws {
        try expect(
            """
            roots[0] = list(1000000);
            hub_collect();
            waste(5000);
            return sum(roots[0]) == 499999500000 ? 3 : 1;
            """, ProcessResult(status: 3))
    }

    @Test func longListsOfHeadsLive() throws {
        try expect(
            """
            hub_value deep = HUB_NIL;
            for (int i = 0; i < 1000000; i++) deep = hub_new_pair(HUB_TAG_PAIR_CHILD, deep, HUB_NIL);
            roots[0] = deep;
            deep = 0;
            hub_collect();
            int count = 0;
            for (hub_value v = roots[0]; v != HUB_NIL; v = hub_get_pair(v, 0, 0)) count++;
            return count == 1000000 ? 3 : 1;
            """, ProcessResult(status: 3))
    }

    @Test func everyKindOfObjectIsFollowed() throws {
        let body = """
            hub_value array = hub_new_array(70, 0);
            roots[0] = array;
            for (uint32_t i = 0; i < 70; i++) {
                hub_value cell = hub_new_cell(list(10));
                hub_value closure = hub_new_closure(1, 2, 2);
                hub_set_new(closure, 1, HUB_NIL);
                hub_set_new(closure, 2, cell);
                hub_value record = hub_new_record(1, 2);
                hub_set_new(record, 0, HUB_NIL);
                hub_set_scalar(record, 1, roots[0] + i, 0);
                hub_set_field(record, 0, closure, 0);
                hub_set_element(array, i, record, 0);
            }
            waste(20);
            int64_t all = 0;
            for (uint32_t i = 0; i < 70; i++) {
                hub_value record = hub_get_element(roots[0], i, 0);
                all += sum(hub_get_cell(hub_captured(hub_get_field(record, 0, 0), 1), 0));
            }
            return all == 70 * 45 ? 3 : 1;
            """
        try expect(body, ProcessResult(status: 3))
        try expect(body, ProcessResult(status: 3), environment: ["HUB_GC_STRESS": "1"])
    }

    /// Old objects of every kind hold new ones, and nothing else does.
    @Test func changedObjectsAreLookedInto() throws {
        let body = """
            hub_value pair = hub_new_pair(HUB_TAG_PAIR, HUB_NIL, HUB_NIL), cell = hub_new_cell(HUB_NIL);
            hub_value array = hub_new_array(3000, 0), record = hub_new_record(1, 2);
            hub_set_new(record, 0, HUB_NIL);
            hub_set_element(array, 0, pair, 0);
            hub_set_element(array, 1, cell, 0);
            hub_set_element(array, 2, record, 0);
            roots[0] = array;
            pair = cell = array = record = 0;
            for (int round = 0; round < 3; round++) {
                waste(1200);
                hub_set_pair(hub_get_element(roots[0], 0, 0), 1, list(100), 0);
                hub_set_cell(hub_get_element(roots[0], 1, 0), list(200), 0);
                hub_set_field(hub_get_element(roots[0], 2, 0), 0, list(300), 0);
                hub_set_element(roots[0], 2999, list(400), 0);
                waste(1200);
                int64_t all = sum(hub_get_pair(hub_get_element(roots[0], 0, 0), 1, 0));
                all += sum(hub_get_cell(hub_get_element(roots[0], 1, 0), 0));
                all += sum(hub_get_field(hub_get_element(roots[0], 2, 0), 0, 0));
                all += sum(hub_get_element(roots[0], 2999, 0));
                if (all != 4950 + 19900 + 44850 + 79800) return 1;
            }
            return 3;
            """
        try expect(body, ProcessResult(status: 3))
    }

    @Test func cyclesAreFreed() throws {
        try expect(
            """
            for (int i = 0; i < 1000000; i++) {
                hub_value cell = hub_new_cell(HUB_NIL);
                hub_set_cell(cell, hub_new_pair(HUB_TAG_PAIR, cell, cell), 0);
            }
            return 3;
            """, ProcessResult(status: 3), environment: ["HUB_HEAP_LIMIT": "20000000"])
    }

    /// An address anywhere in an object keeps it, also the one behind the last byte.
    @Test func addressesInsideOfObjectsCount() throws {
        try expect(
            """
            uint8_t *volatile places[3];
            uint32_t sizes[] = {300, 20, 100000};
            for (int i = 0; i < 3; i++) {
                hub_value bytes = hub_new_bytes(sizes[i], 0);
                memset(hub_byte(bytes, 0), 0x5A, sizes[i]);
                places[i] = hub_byte(bytes, sizes[i]);
            }
            waste(3000);
            for (int i = 0; i < 3; i++) {
                for (uint32_t at = 1; at <= sizes[i]; at++) if (places[i][-(int)at] != 0x5A) return 1;
            }
            return 3;
            """, ProcessResult(status: 3))
    }

    @Test func largeObjectsComeAndGo() throws {
        try expect(
            """
            for (uint32_t i = 0; i < 3000; i++) {
                uint32_t size = 8000 + i * 37;
                hub_value bytes = hub_new_bytes(size, 0);
                for (uint32_t at = 0; at < size; at += 997) if (*hub_byte(bytes, at) != 0) return 1;
                memset(hub_byte(bytes, 0), 0xFF, size);
                if (i % 100 == 0) roots[0] = hub_new_pair(HUB_TAG_PAIR, bytes, i % 500 ? roots[0] : HUB_NIL);
            }
            return 3;
            """, ProcessResult(status: 3), environment: ["HUB_HEAP_LIMIT": "30000000"])
    }

    /// A tenth of everything stays, so that new pairs go into the holes between.
    @Test func holesAreFilled() throws {
        try expect(
            """
            for (int round = 0; round < 40; round++) {
                hub_value kept = HUB_NIL;
                for (int i = 0; i < 100000; i++) {
                    hub_value pair = hub_new_pair(HUB_TAG_PAIR, hub_small(i), HUB_NIL);
                    if (i / 64 % 10 == 0) kept = hub_new_pair(HUB_TAG_PAIR, hub_get_pair(pair, 0, 0), kept);
                }
                roots[round % 2] = kept;
            }
            return sum(roots[0]) == sum(roots[1]) ? 3 : 1;
            """, ProcessResult(status: 3), environment: ["HUB_HEAP_LIMIT": "12000000"])
    }

    @Test func tenMillionPairsTakeLittleMemory() throws {
        try expect(
            "waste(10000); return 3;", ProcessResult(status: 3), environment: ["HUB_HEAP_LIMIT": "9000000"])
    }

    @Test func fullHeapIsReported() throws {
        let errors = "hubc: out of memory: the heap is full\n"
        let limit = ["HUB_HEAP_LIMIT": "4000000"]
        try expect(
            "roots[0] = list(1000000); return 3;", ProcessResult(status: 70, errors: errors), environment: limit)
        try expect(
            "roots[0] = hub_new_bytes(5000000, 0); return 3;", ProcessResult(status: 70, errors: errors),
            environment: limit)
        try expect(
            "roots[0] = list(1000000); return 3;", ProcessResult(status: 70, errors: errors),
            environment: ["VALK_HEAP_HARD_LIMIT": "4000000"])
    }

    /// Without sanitizers, which have their own word about faults and make frames large.
    @Test func deepRecursionIsReported() throws {
        let declarations =
            Self.declarations + """
                static __attribute__((noinline)) uint64_t deep(volatile uint64_t *above) {
                    volatile uint64_t here[16] = {*above + 1};
                    return *here == 0 ? 0 : deep(here) + here[15] + 1;
                }

                """
        let program = CProgram(
            body: "volatile uint64_t one = 1; return deep(&one);", memorySize: 0, parts: .objects,
            declarations: declarations)
        for compiler in Workshop.compilers {
            let results = try program.run(compiler, flags: ["-O1"], environment: ["HUB_STACK_LIMIT": "1000000"])
            #expect(results[0] == ProcessResult(status: 70, errors: "hubc: trap stack_overflow\n"))
        }
    }
}
