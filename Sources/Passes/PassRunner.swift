// Runs a list of passes over a module: times them, counts what they did, and calls back after each, where the driver
// verifies and prints.

import IR
import Support

/// What ran and what came of it.
public struct PassReport: Sendable {
    public var timer = PhaseTimer()
    /// The counters of each pass that counted anything, by the pass's name.
    public var counters: [(pass: String, counters: PassCounters)] = []

    public init() {}

    mutating func add(_ pass: String, _ new: PassCounters) {
        guard !new.entries.isEmpty else { return }
        if let place = counters.firstIndex(where: { $0.pass == pass }) {
            counters[place].counters.merge(new)
        } else {
            counters.append((pass, new))
        }
    }
}

/// What a pass has changed.
public enum PassChange: Sendable {
    case nothing
    /// Only the code of these functions, at least one.
    case functions([FunctionID])
    /// Anything.
    case module

    public var isAnything: Bool {
        switch self {
        case .nothing: false
        case .functions, .module: true
        }
    }
}

/// Runs passes in order, and skips those that found nothing to do in a function that is still the same.
public struct PassRunner {
    /// Called after each pass with what it changed; a false answer stops the run.
    public typealias Observer = (_ pass: Pass, _ module: Module, _ change: PassChange) -> Bool

    /// What is known of each function.
    private var knowledge: [FunctionKnowledge] = []
    /// Found when a function pass first has something to do, and again after each pass over the module.
    private var facts: ModuleFacts?

    /// Runs `passes` over `module`.
    public static func run(
        _ passes: [Pass], on module: inout Module, report: inout PassReport, observer: Observer = { _, _, _ in true }
    ) {
        var runner = PassRunner()
        for pass in passes {
            var counters = PassCounters()
            let start = ContinuousClock.now
            let change =
                switch pass.body {
                case .function(let body): runner.run(pass, body, on: &module, &counters)
                case .module(let body): runner.run(pass, body, on: &module, &counters)
                }
            report.timer.add(pass.name, ContinuousClock.now - start)
            report.add(pass.name, counters)
            if !observer(pass, module, change) { return }
        }
    }

    private mutating func run(
        _ pass: Pass, _ body: Pass.FunctionBody, on module: inout Module, _ counters: inout PassCounters
    ) -> PassChange {
        while knowledge.count < module.functions.count { knowledge.append(FunctionKnowledge()) }
        var work: [FunctionWork] = []
        var weights: [Int] = []
        for id in module.functions.ids
        where module.functions[id].isDefinition && !knowledge[id.index].idle.contains(pass.name)
            && pass.appliesTo?(module.functions[id]) != false
            && (Pipeline.needed.contains(pass.name) || !module.functions[id].attributes.contains(.asWritten))
        {
            let known = facts ?? ModuleFacts(module)
            facts = known
            var cache = knowledge[id.index].cache ?? AnalysisCache(module: known)
            cache.module = known
            knowledge[id.index].cache = nil
            weights.append(module.functions[id].instructions.count)
            work.append(FunctionWork(id, &module.functions[id], cache))
        }
        Parallel.forEach(in: &work, weights: weights) { piece in
            piece.isChanged = body(&piece.function, &piece.cache)
            if piece.isChanged { piece.cache.invalidate(keeping: pass.preserves) }
        }
        var changed: [FunctionID] = []
        for place in work.indices {
            let id = work[place].id
            swap(&work[place].function, &module.functions[id])
            counters.merge(work[place].cache.counters)
            work[place].cache.counters = PassCounters()
            knowledge[id.index].cache = work[place].cache
            if work[place].isChanged {
                knowledge[id.index].idle = []
                changed.append(id)
            } else {
                knowledge[id.index].idle.insert(pass.name)
            }
        }
        return changed.isEmpty ? .nothing : .functions(changed)
    }

    private mutating func run(
        _ pass: Pass, _ body: Pass.ModuleBody, on module: inout Module, _ counters: inout PassCounters
    ) -> PassChange {
        let before = module
        guard body(&module, &counters) else { return .nothing }
        facts = nil
        if pass.keepsCode {
            carryOver(from: before, to: module)
            return .module
        }
        guard module.hasTables(of: before), module.functions.count == before.functions.count else {
            knowledge = []
            return .module
        }
        let changed = module.functions.ids.filter {
            !module.functions[$0].isUnchanged(since: before.functions[$0])
        }
        for id in changed where id.index < knowledge.count { knowledge[id.index] = FunctionKnowledge() }
        // Whether a call is sound depends on the signature of what it calls.
        let isLocal =
            !changed.isEmpty && changed.allSatisfy { module.functions[$0].hasInterface(of: before.functions[$0]) }
        return isLocal ? .functions(changed) : .module
    }

    /// Finds the functions that are left under their new numbers. They have kept their order.
    private mutating func carryOver(from before: Module, to module: Module) {
        var old = before.functions.ids.makeIterator()
        var carried: [FunctionKnowledge] = []
        for function in module.functions.values {
            while let id = old.next() {
                guard before.functions[id].name == function.name else { continue }
                carried.append(id.index < knowledge.count ? knowledge[id.index] : FunctionKnowledge())
                break
            }
        }
        knowledge = carried.count == module.functions.count ? carried : []
    }
}

/// What the passes so far have found out about a function, as it is.
private struct FunctionKnowledge {
    var cache: AnalysisCache?
    /// The passes that had nothing to do.
    var idle: Set<String> = []
}

/// One function in the hands of a pass.
private struct FunctionWork {
    let id: FunctionID
    /// Taken out of the module while it changes, so that it is edited in place.
    var function: Function
    var cache: AnalysisCache
    var isChanged = false

    /// Takes `function` out of its module.
    init(_ id: FunctionID, _ function: inout Function, _ cache: AnalysisCache) {
        self.id = id
        self.cache = cache
        self.function = Function(name: "")
        swap(&self.function, &function)
    }
}
