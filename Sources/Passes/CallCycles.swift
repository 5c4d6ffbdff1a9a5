// The cycles of a call graph, and an order of its functions in which callees come first.
// Source: Tarjan, "Depth-First Search and Linear Graph Algorithms", 1972, without recursion.

import IR
import Support

/// The strongly connected components of "calls".
struct CallCycles: Sendable {
    /// The functions, callees before callers save in cycles; those of one cycle stand together.
    private(set) var bottomUp: [FunctionID] = []
    /// The call cycle of each function: equal for functions that call each other in a cycle.
    private(set) var cycles: SecondaryMap<FunctionID, Int32>

    init(_ callees: PrimaryMap<FunctionID, [FunctionID]>) {
        cycles = SecondaryMap(initial: -1, count: callees.count)
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
