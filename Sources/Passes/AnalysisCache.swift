// The analyses of the function a pass works on, computed when asked for and dropped when a pass breaks them,
// with the facts about the rest of the module that function passes may use.

import IR
import Support

/// What a function pass may know of the module around its function.
///
/// A class because thousands of caches share one.
public final class ModuleFacts: Sendable {
    public let memory: MemoryModel
    public let layouts: PrimaryMap<LayoutID, ObjectLayout>
    public let services: PrimaryMap<ServiceID, Service>
    public let signatures: PrimaryMap<SignatureID, Signature>
    public let globals: PrimaryMap<GlobalID, Global>
    public let roots: PrimaryMap<RootID, Root>
    public let callees: PrimaryMap<FunctionID, FunctionSummary>
    public let traps: TrapAnalysis
    /// Whether nothing but the start of the program runs the entry function, so that it begins on the initial memory
    /// and the program ends with it.
    public let entryRunsOnce: Bool

    public init(_ module: Module) {
        memory = module.memory
        layouts = module.layouts
        services = module.services
        signatures = module.signatures
        globals = module.globals
        roots = module.roots
        traps = TrapAnalysis(memory: module.memory, globals: module.globals)
        callees = FunctionSummary.summarize(module)
        entryRunsOnce = module.entryRunsOnce
    }
}

/// Analyses of one function.
public struct AnalysisCache: Sendable {
    public internal(set) var module: ModuleFacts
    public var counters = PassCounters()

    private var storedGraph: ControlFlowGraph?
    private var storedTree: DominatorTree?
    private var storedLoops: LoopForest?

    public init(module: ModuleFacts) { self.module = module }

    public mutating func controlFlowGraph(_ function: Function) -> ControlFlowGraph {
        if let storedGraph { return storedGraph }
        let graph = ControlFlowGraph(function)
        storedGraph = graph
        return graph
    }

    public mutating func dominatorTree(_ function: Function) -> DominatorTree {
        if let storedTree { return storedTree }
        let tree = DominatorTree(function, controlFlowGraph(function))
        storedTree = tree
        return tree
    }

    public mutating func loopForest(_ function: Function) -> LoopForest {
        if let storedLoops { return storedLoops }
        let loops = LoopForest(function, controlFlowGraph(function), dominatorTree(function))
        storedLoops = loops
        return loops
    }

    /// Drops what a change has made stale. A pass that changes control flow half-way calls it before it asks again.
    public mutating func invalidate(keeping preserved: AnalysisSet = .none) {
        guard !preserved.contains(.controlFlow) else { return }
        storedGraph = nil
        storedTree = nil
        storedLoops = nil
    }
}
