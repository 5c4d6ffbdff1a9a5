// The natural loops of a function and how they nest. A loop is the blocks that reach a back edge to its header without
// leaving it.
// Cycles with more than one entry (irreducible control flow) have no header that dominates them and are in no loop
// here.

import Support

/// The id of a loop in its forest.
public struct LoopID: EntityID {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One natural loop; back edges to one header make one loop.
public struct Loop: Sendable {
    public let header: BlockID
    /// The sources of the back edges.
    public let latches: [BlockID]
    /// The loop around this one.
    public fileprivate(set) var parent: LoopID?
    /// 1 for an outermost loop.
    public fileprivate(set) var depth: Int
    /// All blocks, those of inner loops included.
    public let blocks: EntitySet<BlockID>
}

/// The loops of a function, outer loops before those inside them.
public struct LoopForest: Sendable {
    public private(set) var loops = PrimaryMap<LoopID, Loop>()
    private var innermost: SecondaryMap<BlockID, UInt32>

    public init(_ function: Function, _ graph: ControlFlowGraph, _ tree: DominatorTree) {
        innermost = SecondaryMap(initial: .max, count: function.blocks.count)
        // In reverse postorder an outer header comes before the inner ones.
        for header in graph.reversePostorder {
            let latches = graph.predecessors(header).filter { tree.dominates(header, $0) }
            guard !latches.isEmpty else { continue }
            var blocks = EntitySet<BlockID>()
            blocks.insert(header)
            var worklist = latches
            while let block = worklist.popLast() {
                if blocks.insert(block) { worklist += graph.predecessors(block) }
            }
            let parent = innermost[header] == .max ? nil : LoopID(rawValue: innermost[header])
            let depth = parent.map { loops[$0].depth + 1 } ?? 1
            let id = loops.append(Loop(header: header, latches: latches, parent: parent, depth: depth, blocks: blocks))
            for block in blocks { innermost[block] = id.rawValue }
        }
    }

    /// The innermost loop that holds `block`.
    public func loop(of block: BlockID) -> LoopID? {
        innermost[block] == .max ? nil : LoopID(rawValue: innermost[block])
    }

    /// How many loops hold `block`.
    public func depth(_ block: BlockID) -> Int { loop(of: block).map { loops[$0].depth } ?? 0 }

    /// The blocks outside `loop` that an edge leads to from inside, each once.
    public func exits(_ loop: LoopID, _ graph: ControlFlowGraph) -> [BlockID] {
        var seen = EntitySet<BlockID>()
        var result: [BlockID] = []
        for block in loops[loop].blocks {
            for target in graph.successors(block) where !loops[loop].blocks.contains(target) && seen.insert(target) {
                result.append(target)
            }
        }
        return result
    }
}
