// Who calls whom by direct calls, in an order where callees come first, and who else refers to a function.

import IR
import Support

/// The direct calls of a module, valid until a function changes.
struct CallGraph: Sendable {
    /// The functions that each function calls, one entry a call, in layout order.
    private(set) var callees = PrimaryMap<FunctionID, [FunctionID]>()
    /// How many direct calls of each function there are.
    private(set) var callCounts: SecondaryMap<FunctionID, Int>
    /// The functions whose address or closure is taken, in code or in the bytes of a global.
    private(set) var referenced = EntitySet<FunctionID>()
    /// The functions, callees before callers save in cycles.
    private(set) var bottomUp: [FunctionID] = []
    /// The call cycle of each function: equal for functions that call each other in a cycle.
    private(set) var cycles: SecondaryMap<FunctionID, Int32>

    init(_ module: Module) {
        callCounts = SecondaryMap(initial: 0, count: module.functions.count)
        cycles = SecondaryMap(initial: -1, count: module.functions.count)
        for function in module.functions.values {
            var called: [FunctionID] = []
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    let data = function[instruction]
                    switch CallGraph.reference(data) {
                    case .call:
                        called.append(data.function)
                        callCounts[data.function] += 1
                    case .address: referenced.insert(data.function)
                    case nil: break
                    }
                }
            }
            callees.append(called)
        }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let function) = relocation.target { referenced.insert(function) }
            }
        }
        findCycles()
    }

    /// How an instruction refers to the function that its operand `a` names.
    enum Reference {
        case call, address
    }

    static func reference(_ data: Instruction) -> Reference? {
        switch data.opcode.info.format {
        case .call: .call
        case .function, .closure: .address
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .slot, .variableGet, .variableSet, .load, .store, .fieldGet, .fieldSet,
            .indirectCall,
            .closureCall, .send, .service, .jump, .branch, .switchTable, .list, .number:
            nil
        }
    }

    /// Whether every way to `function` is a direct call in this module.
    func hasOnlyDirectCalls(_ id: FunctionID, _ function: Function) -> Bool {
        function.linkage == .local && !referenced.contains(id)
            && function.attributes.isDisjoint(with: [.entry, .addressTaken])
    }

    /// Whether `function` may call itself, through others or directly.
    func isRecursive(_ id: FunctionID) -> Bool {
        callees[id].contains { cycles[$0] == cycles[id] }
    }

    // Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972, without recursion.
    private mutating func findCycles() {
        var numbers = SecondaryMap<FunctionID, Int>(initial: -1, count: callees.count)
        var lowest = SecondaryMap<FunctionID, Int>(initial: 0, count: callees.count)
        var (open, counter, cycle): ([FunctionID], Int, Int32) = ([], 0, 0)
        var stack: [(function: FunctionID, next: Int)] = []
        for root in callees.ids where numbers[root] < 0 {
            stack.append((root, 0))
            while let top = stack.last {
                let id = top.function
                if top.next == 0, numbers[id] < 0 {
                    (numbers[id], lowest[id]) = (counter, counter)
                    counter += 1
                    open.append(id)
                }
                if top.next < callees[id].count {
                    let callee = callees[id][top.next]
                    stack[stack.count - 1].next += 1
                    if numbers[callee] < 0 {
                        stack.append((callee, 0))
                    } else if cycles[callee] < 0 {
                        lowest[id] = min(lowest[id], numbers[callee])
                    }
                    continue
                }
                stack.removeLast()
                if let parent = stack.last?.function { lowest[parent] = min(lowest[parent], lowest[id]) }
                guard lowest[id] == numbers[id] else { continue }
                while let member = open.popLast() {
                    cycles[member] = cycle
                    bottomUp.append(member)
                    if member == id { break }
                }
                cycle += 1
            }
        }
    }
}
