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

/// Runs passes in order.
public struct PassRunner {
    /// Called after each pass with its name and whether it changed anything; a false answer stops the run.
    public typealias Observer = (_ pass: Pass, _ module: Module, _ changed: Bool) -> Bool

    /// Runs `passes` over `module`.
    public static func run(
        _ passes: [Pass], on module: inout Module, report: inout PassReport, observer: Observer = { _, _, _ in true }
    ) {
        var caches = PrimaryMap<FunctionID, AnalysisCache?>()
        // Found when a pass first asks: without optimisation few do.
        var facts: ModuleFacts?
        for pass in passes {
            var counters = PassCounters()
            var changed = false
            let start = ContinuousClock.now
            switch pass.body {
            case .function(let body):
                for id in module.functions.ids
                where module.functions[id].isDefinition && pass.appliesTo(module.functions[id]) {
                    while caches.count <= id.index { caches.append(nil) }
                    let known = facts ?? ModuleFacts(module)
                    facts = known
                    var cache = caches[id] ?? AnalysisCache(module: known)
                    caches[id] = nil
                    // Taken out of the module while it changes, so that it is edited in place.
                    var function = Function(name: "")
                    swap(&function, &module.functions[id])
                    if body(&function, &cache) {
                        cache.invalidate(keeping: pass.preserves)
                        changed = true
                    }
                    swap(&function, &module.functions[id])
                    counters.merge(cache.counters)
                    cache.counters = PassCounters()
                    caches[id] = cache
                }
            case .module(let body):
                if body(&module, &counters) {
                    changed = true
                    caches = PrimaryMap()
                    facts = nil
                }
            }
            report.timer.add(pass.name, ContinuousClock.now - start)
            report.add(pass.name, counters)
            if !observer(pass, module, changed) { return }
        }
    }
}
