// Tail calls of closures take no stack: the function leaves the call to its caller. It notes the closure and the
// arguments and answers HUB_LEFT, a word that is no value; whoever called it other than in its own place makes the call,
// as often as calls are left to it. Here is which functions may answer so.

import BackendKit
import IR
import Support

/// The functions of a module that may leave a call to their caller.
struct LeavingFunctions {
    private var functions = EntitySet<FunctionID>()
    /// Whether closures may, and functions that are called through their addresses.
    private(set) var hasClosures = false
    private var hasAddressed = false

    init(_ module: Module) {
        guard module.hasDynamicValues else { return }
        let addressed = TailChains.addressed(module)
        var callers: [FunctionID: [FunctionID]] = [:]
        var work: [FunctionID] = []
        for id in module.functions.ids {
            let function = module.functions[id]
            for block in function.layout.blocks {
                guard let last = function.terminator(block) else { continue }
                let data = function[last]
                if data.opcode == .tailCallClosure, functions.insert(id) { work.append(id) }
                for callee in LeavingFunctions.callees(data, module, addressed) {
                    callers[callee, default: []].append(id)
                }
            }
        }
        // What goes on to such a function in its own place is one.
        while let id = work.popLast() {
            for caller in callers[id] ?? [] where functions.insert(caller) { work.append(caller) }
        }
        hasClosures = ClosurePlan(module).keys.contains { functions.contains($0.function) }
        hasAddressed = functions.contains { module.memory.size != 0 || addressed.contains($0) }
    }

    private static func callees(
        _ data: Instruction, _ module: Module, _ addressed: EntitySet<FunctionID>
    ) -> [FunctionID] {
        if data.opcode == .tailCall { return [data.function] }
        guard data.opcode == .tailCallIndirect else { return [] }
        return TailChains.candidates(module.signatures[data.signature], module, addressed)
    }

    func contains(_ id: FunctionID) -> Bool { functions.contains(id) }

    /// Whether the callee of a direct or indirect call may leave a call to its caller.
    func mayLeave(_ data: Instruction, _ module: Module) -> Bool {
        if data.opcode.info.format == .call { return contains(data.function) }
        return hasAddressed && module.signatures[data.signature].results == [.any]
    }
}
