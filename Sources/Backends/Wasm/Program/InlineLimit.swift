// Binaryen inlines what is called from one place, however large it is. Its passes take time in the square of a
// function's size, and an entry that calls hundreds of methods, each from one place, would become megabytes.

import IR
import Support

/// What keeps functions from growing too large.
enum InlineLimit {
    /// As many instructions a function may have with all that is inlined into it because it is called from one place.
    private static let largestFunction = 5_000

    /// The functions with one call whose callers would grow too large with them, by rising id.
    static func functionsApart(_ module: Module) -> [FunctionID] {
        let uses = FunctionUses(module)
        func isCalledOnce(_ id: FunctionID) -> Bool {
            let function = module.functions[id]
            return uses.calls[id] == 1 && !uses.referenced.contains(id) && function.isDefinition && function.isPrivate
        }
        // Callees first: how large a function becomes is known once that is known of all that it calls once.
        var callers = SecondaryMap<FunctionID, FunctionID?>(initial: nil, count: module.functions.count)
        var openCallees = SecondaryMap<FunctionID, Int>(initial: 0, count: module.functions.count)
        var sizes = SecondaryMap<FunctionID, Int>(initial: 0, count: module.functions.count)
        for id in module.functions.ids {
            sizes[id] = module.functions[id].instructions.count
            for callee in uses.callees[id] where isCalledOnce(callee) {
                callers[callee] = id
                openCallees[id] += 1
            }
        }
        var apart: [FunctionID] = []
        var known = module.functions.ids.filter { openCallees[$0] == 0 }
        var next = 0
        while next < known.count {
            let id = known[next]
            next += 1
            guard let caller = callers[id] else { continue }
            if sizes[caller] + sizes[id] > largestFunction { apart.append(id) } else { sizes[caller] += sizes[id] }
            openCallees[caller] -= 1
            if openCallees[caller] == 0 { known.append(caller) }
        }
        return apart.sorted()
    }
}
