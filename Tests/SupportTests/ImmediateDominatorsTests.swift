// Dominators against their definition: a node dominates another when removing it cuts the other off.

import Support
import Testing

@Suite struct ImmediateDominatorsTests {
    @Test(arguments: 0..<300) func agreesWithTheDefinition(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func below(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int((state >> 11) % UInt64(limit))
        }
        let count = 1 + below(14)
        var successors = (0..<count).map { _ in (0..<below(4)).map { _ in below(count) } }
        // Nothing leads back to the entry.
        successors = successors.map { $0.filter { $0 != 0 } }
        let predecessors = (0..<count).map { node in (0..<count).filter { successors[$0].contains(node) } }
        let found = ImmediateDominators.find(
            count: count, successors: { successors[$0] }, predecessors: { predecessors[$0] })
        let reached = Self.reach(successors, without: -1)
        for node in 0..<count {
            guard node != 0, reached.contains(node) else {
                #expect(found[node] == -1)
                continue
            }
            let dominators = (0..<count).filter {
                $0 != node && reached.contains($0) && !Self.reach(successors, without: $0).contains(node)
            }
            // The immediate one is dominated by all others.
            #expect(dominators.contains(found[node]))
            for other in dominators where other != found[node] {
                #expect(!Self.reach(successors, without: other).contains(found[node]))
            }
        }
    }

    private static func reach(_ successors: [[Int]], without removed: Int) -> Set<Int> {
        var seen: Set<Int> = removed == 0 ? [] : [0]
        var work = Array(seen)
        while let node = work.popLast() {
            for target in successors[node] where target != removed && seen.insert(target).inserted {
                work.append(target)
            }
        }
        return seen
    }
}
