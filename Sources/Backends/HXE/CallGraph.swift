// Who calls whom: the order in which functions are compiled (callees first, so that callers know what they change),
// which functions may be running more than once at a time, and which the program's own code can call.

import IR
import Support

/// The call graph of a module, with its strongly connected components. Source: Tarjan, "Depth-First Search and Linear
/// Graph Algorithms", 1972.
struct CallGraph {
    /// Definitions, callees before callers as far as recursion allows.
    private(set) var order: [FunctionID] = []
    /// Functions on a cycle of calls, or that unknown code may call while they run.
    private(set) var recursive = EntitySet<FunctionID>()
    /// Functions that call themselves and are on no other cycle of calls.
    private(set) var callsOnlyItself = EntitySet<FunctionID>()
    /// How many calls of each function there are in other functions.
    private(set) var outerCalls: SecondaryMap<FunctionID, Int>
    /// Functions that something in the module calls or takes the address of.
    private(set) var called = EntitySet<FunctionID>()
    /// Functions that something in the module takes the address of, or may from outside.
    private(set) var named = EntitySet<FunctionID>()

    private var callees: SecondaryMap<FunctionID, [FunctionID]>

    init(_ module: Module) {
        let count = module.functions.count
        callees = SecondaryMap(initial: [], count: count)
        outerCalls = SecondaryMap(initial: 0, count: count)
        var reachable = EntitySet<FunctionID>(capacity: count)
        for id in module.functions.ids {
            let function = module.functions[id]
            if function.linkage == .export || function.attributes.contains(.addressTaken) { reachable.insert(id) }
        }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { reachable.insert(id) }
            }
        }
        for root in module.roots.values {
            if let id = root.value.function { reachable.insert(id) }
        }
        var leavesModule = EntitySet<FunctionID>(capacity: count)
        for id in module.functions.ids { collect(id, module, &reachable, &leavesModule) }
        for id in reachable { called.insert(id) }
        named = reachable
        let unknownCallees = Array(reachable)
        for id in module.functions.ids {
            if leavesModule.contains(id) { callees[id] += unknownCallees }
            for callee in callees[id] { called.insert(callee) }
        }
        findComponents(module)
    }

    private mutating func collect(
        _ id: FunctionID, _ module: Module, _ reachable: inout EntitySet<FunctionID>,
        _ leavesModule: inout EntitySet<FunctionID>
    ) {
        let function = module.functions[id]
        var seen = EntitySet<FunctionID>(capacity: module.functions.count)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                switch data.opcode.info.format {
                case .call:
                    if data.function != id { outerCalls[data.function] += 1 }
                    if seen.insert(data.function) { callees[id].append(data.function) }
                    if !module.functions[data.function].isDefinition { leavesModule.insert(id) }
                case .indirectCall: leavesModule.insert(id)
                case .function, .closure: reachable.insert(data.function)
                case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare,
                    .dynamicCompare,
                    .dynamicBinary, .global, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
                    .fieldGet, .fieldSet,
                    .closureCall, .send, .service, .jump, .branch, .switchTable, .list, .number:
                    break
                }
            }
        }
    }

    private mutating func findComponents(_ module: Module) {
        let count = module.functions.count
        var number = [Int](repeating: 0, count: count)
        var low = [Int](repeating: 0, count: count)
        var onStack = [Bool](repeating: false, count: count)
        var stack: [Int] = []
        var clock = 0
        for root in 0..<count where number[root] == 0 {
            var work: [(node: Int, next: Int)] = [(root, 0)]
            while let top = work.last {
                let node = top.node
                if top.next == 0 {
                    clock += 1
                    number[node] = clock
                    low[node] = clock
                    stack.append(node)
                    onStack[node] = true
                }
                let list = callees[FunctionID(index: node)]
                if top.next < list.count {
                    work[work.count - 1].next += 1
                    let callee = list[top.next].index
                    if callee == node { recursive.insert(FunctionID(index: node)) }
                    if number[callee] == 0 {
                        work.append((callee, 0))
                    } else if onStack[callee] {
                        low[node] = min(low[node], number[callee])
                    }
                    continue
                }
                work.removeLast()
                if let parent = work.last { low[parent.node] = min(low[parent.node], low[node]) }
                guard low[node] == number[node] else { continue }
                var component: [Int] = []
                while let member = stack.popLast() {
                    onStack[member] = false
                    component.append(member)
                    if member == node { break }
                }
                for member in component {
                    let id = FunctionID(index: member)
                    if component.count > 1 {
                        recursive.insert(id)
                    } else if recursive.contains(id) {
                        callsOnlyItself.insert(id)
                    }
                    if module.functions[id].isDefinition { order.append(id) }
                }
            }
        }
    }
}
