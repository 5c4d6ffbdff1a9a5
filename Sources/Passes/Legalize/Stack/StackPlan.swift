// Which functions need the stack pointer as a parameter, and where the stack may run out. A call that surely finds room
// is not checked: what lies between a root and the deepest point is added up, save where calls go round.

import IR
import Support

/// What `lower-stack` does with each function of a module.
struct StackPlan {
    /// The stack must not go below this.
    let limit: UInt64
    /// Where the stack starts.
    let top: UInt64
    /// What a call leaves on the stack for the return address.
    let returnSize: UInt64
    /// The type of the stack pointer.
    let type: Type
    /// Whether entry pointers are known to be multiples of a word.
    let isWordAligned: Bool
    let frames: PrimaryMap<FunctionID, StackFrame>
    /// The functions that work with the stack pointer.
    private(set) var users = EntitySet<FunctionID>()
    /// The functions that may run when there is little room left.
    private(set) var checked = EntitySet<FunctionID>()
    /// The functions that are called by address and so take the stack pointer all alike; empty when none needs it.
    private(set) var uniform = EntitySet<FunctionID>()
    /// The functions that are called by name.
    private(set) var called = EntitySet<FunctionID>()

    private struct Call {
        /// nil: any function that is called by address.
        let callee: FunctionID?
        let isTail: Bool
    }

    private var calls = PrimaryMap<FunctionID, [Call]>()

    init(_ module: Module) {
        (limit, top) = module.stackRange
        returnSize = UInt64(module.memory.pointerBytes)
        type = module.memory.pointerBytes == 8 || top + returnSize > UInt64(UInt32.max) ? .i64 : .i32
        isWordAligned = top % StackFrame.wordSize == 0
        var frames = PrimaryMap<FunctionID, StackFrame>()
        for function in module.functions.values {
            frames.append(StackFrame(function))
            calls.append(StackPlan.calls(function))
        }
        self.frames = frames
        for call in calls.values.joined() {
            if let callee = call.callee { called.insert(callee) }
        }
        let addressable = module.functionsCalledByAddress
        findChecked(module, addressable)
        findUsers(module, addressable)
    }

    /// Whether the function is entered from outside, with an empty stack.
    func isRoot(_ id: FunctionID, _ function: Function) -> Bool {
        function.linkage == .export || function.attributes.contains(.entry)
            || (!called.contains(id) && !uniform.contains(id))
    }

    /// Whether calls in the module lead to the function.
    func isCalled(_ id: FunctionID) -> Bool { called.contains(id) || uniform.contains(id) }

    private static func calls(_ function: Function) -> [Call] {
        var result: [Call] = []
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode.info.format == .call {
                    result.append(Call(callee: data.function, isTail: data.opcode.isTerminator))
                } else if data.opcode.info.format == .indirectCall {
                    result.append(Call(callee: nil, isTail: data.opcode.isTerminator))
                }
            }
        }
        return result
    }

    private func callees(_ call: Call, _ addressable: EntitySet<FunctionID>) -> [FunctionID] {
        call.callee.map { [$0] } ?? Array(addressable)
    }

    // Where the stack may run out.

    private mutating func findChecked(_ module: Module, _ addressable: EntitySet<FunctionID>) {
        var graph = PrimaryMap<FunctionID, [FunctionID]>()
        for id in calls.ids { graph.append(calls[id].flatMap { callees($0, addressable) }) }
        let cycles = CallCycles(graph)
        var seeds: [FunctionID] = []
        for id in calls.ids {
            let grows = calls[id].contains { call in
                !call.isTail && callees(call, addressable).contains { cycles.cycles[$0] == cycles.cycles[id] }
            }
            if grows { seeds.append(id) }
        }
        mark(seeds, graph)
        let depths = depths(cycles, addressable)
        let room = top > limit ? top - limit : 0
        mark(module.functions.ids.filter { depths[$0] > room }, graph)
    }

    /// Marks functions and all that they may call.
    private mutating func mark(_ seeds: [FunctionID], _ graph: PrimaryMap<FunctionID, [FunctionID]>) {
        var worklist = seeds
        while let id = worklist.popLast() {
            if checked.insert(id) { worklist += graph[id] }
        }
    }

    /// How many bytes below the entry pointer each function and what it calls may take; those on cycles are left out.
    private func depths(
        _ cycles: CallCycles, _ addressable: EntitySet<FunctionID>
    ) -> SecondaryMap<FunctionID, UInt64> {
        var depths = SecondaryMap<FunctionID, UInt64>(initial: 0, count: calls.count)
        var start = 0
        while start < cycles.bottomUp.count {
            let cycle = cycles.cycles[cycles.bottomUp[start]]
            let members = cycles.bottomUp[start...].prefix { cycles.cycles[$0] == cycle }
            // In a cycle of tail calls all members may stand at one entry pointer.
            var depth: UInt64 = 0
            for id in members where !checked.contains(id) {
                let own = frames[id].largestSize
                depth = max(depth, own)
                for call in calls[id] {
                    let below = callees(call, addressable).map { depths[$0] }.max() ?? 0
                    depth = max(depth, call.isTail ? below : own + returnSize + below)
                }
            }
            for id in members { depths[id] = depth }
            start += members.count
        }
        return depths
    }

    // Who needs the pointer.

    private mutating func findUsers(_ module: Module, _ addressable: EntitySet<FunctionID>) {
        for id in module.functions.ids where module.functions[id].isDefinition {
            let isChecked = checked.contains(id)
            let needsChecks = isChecked && (!frames[id].steps.isEmpty || calls[id].contains { !$0.isTail })
            if needsChecks || module.functions[id].usesSlots { users.insert(id) }
        }
        var changed = true
        while changed {
            changed = false
            for id in module.functions.ids where !users.contains(id) {
                let passesOn = calls[id].contains { call in
                    call.callee.map { users.contains($0) } ?? !uniform.isEmpty
                }
                if passesOn { changed = users.insert(id) }
            }
            // A checked call by address leaves the check to its callee.
            let isNeeded = module.functions.ids.contains { id in
                addressable.contains(id) && users.contains(id)
                    || checked.contains(id) && calls[id].contains { $0.callee == nil && !$0.isTail }
            }
            if isNeeded, uniform.isEmpty, !addressable.isEmpty {
                uniform = addressable
                for id in addressable where module.functions[id].isDefinition { users.insert(id) }
                changed = true
            }
        }
    }
}

extension Module {
    /// The lowest and highest address of the stack. Where the memory has no size of its own the stack lies above the
    /// globals, and starts at 1 MiB or half of that above them.
    fileprivate var stackRange: (limit: UInt64, top: UInt64) {
        if memory.size != 0 { return (0, memory.stackTop == 0 ? memory.size : memory.stackTop) }
        let end = GlobalPlacement(self).end
        if memory.stackTop != 0 { return (end, memory.stackTop) }
        return (end, max(1 << 20, end.rounded(upTo: 16) + (1 << 19)))
    }

    /// The functions that an indirect call may lead to; none without indirect calls.
    fileprivate var functionsCalledByAddress: EntitySet<FunctionID> {
        var shapes: Set<Signature> = []
        for function in functions.values {
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    let data = function[instruction]
                    guard data.opcode.info.format == .indirectCall else { continue }
                    shapes.insert(signatures[data.signature].callType)
                }
            }
        }
        var result = EntitySet<FunctionID>(capacity: functions.count)
        if shapes.isEmpty { return result }
        let referenced = CallGraph(self).referenced
        for id in functions.ids {
            let function = functions[id]
            let isReferenced = referenced.contains(id) || function.attributes.contains(.addressTaken)
            if isReferenced || function.isDefinition && shapes.contains(function.signature.callType) { result.insert(id) }
        }
        return result
    }
}

extension Function {
    fileprivate var usesSlots: Bool {
        layout.blocks.contains { block in
            layout.instructions(block).contains { self[$0].opcode.info.format == .slot }
        }
    }
}
