// Which tail calls could follow each other without end: those run in a loop outside of the functions, so that they take
// no stack. All other tail calls end after at most as many as there are functions, and are ordinary calls.

import IR
import Support

/// The functions whose tail calls form cycles.
struct TailChains {
    /// The cycle that each function is part of; -1: of none. A function that only calls itself is in none: that is a
    /// loop inside of it.
    private var cycles: SecondaryMap<FunctionID, Int>
    /// How many values are handed on at most.
    private(set) var width = 1

    init(_ module: Module) {
        cycles = SecondaryMap(initial: -1, count: module.functions.count)
        var search = CycleSearch(TailChains.targets(module))
        for cycle in search.run() {
            for number in cycle.members {
                let id = FunctionID(index: number)
                cycles[id] = cycle.number
                let signature = module.functions[id].signature
                width = max(width, signature.parameters.count, signature.results.count)
            }
        }
    }

    /// Whether the function runs as steps of a chain.
    func contains(_ id: FunctionID) -> Bool { cycles[id] >= 0 }

    /// Whether a tail call from one to the other is a step of a chain.
    func isStep(from caller: FunctionID, to callee: FunctionID) -> Bool {
        cycles[caller] >= 0 && cycles[caller] == cycles[callee]
    }

    /// The functions that an indirect call with `signature` may reach: those whose address the program may have.
    static func candidates(_ signature: Signature, _ module: Module, _ addressed: EntitySet<FunctionID>) -> [FunctionID]
    {
        let type = signature.callType
        return module.functions.ids.prefix(module.addressedFunctionCount).filter { id in
            (module.memory.size != 0 || addressed.contains(id)) && module.functions[id].signature.callType == type
        }
    }

    /// The functions whose address the program, or who links it, can have.
    static func addressed(_ module: Module) -> EntitySet<FunctionID> {
        var result = EntitySet<FunctionID>(capacity: module.functions.count)
        for id in module.functions.ids {
            let function = module.functions[id]
            if function.linkage == .export || function.attributes.contains(.addressTaken) { result.insert(id) }
            for instruction in function.instructions.ids where function[instruction].opcode == .functionAddr {
                result.insert(function[instruction].function)
            }
        }
        for global in module.globals.values {
            for relocation in global.relocations {
                if case .function(let id) = relocation.target { result.insert(id) }
            }
        }
        return result
    }

    /// For each function the others, by number, that it may call in its place.
    private static func targets(_ module: Module) -> [[Int]] {
        let addressed = addressed(module)
        var indirect: [SignatureID: [Int]] = [:]
        return module.functions.ids.map { id in
            let function = module.functions[id]
            var result: [Int] = []
            for block in function.layout.blocks {
                guard let last = function.terminator(block) else { continue }
                if function[last].opcode == .tailCall, function[last].function != id {
                    result.append(function[last].function.index)
                } else if function[last].opcode == .tailCallIndirect {
                    let signature = function[last].signature
                    let found =
                        indirect[signature]
                        ?? candidates(module.signatures[signature], module, addressed).map(\.index)
                    indirect[signature] = found
                    result += found
                }
            }
            return result
        }
    }
}

/// Finds the strongly connected parts of a graph that have a cycle (Tarjan, without recursion).
private struct CycleSearch {
    private let targets: [[Int]]
    private var order: [Int]
    private var low: [Int]
    private var isOpen: [Bool]
    private var open: [Int] = []
    private var count = 0
    private var cycles: [(number: Int, members: [Int])] = []

    init(_ targets: [[Int]]) {
        self.targets = targets
        order = Array(repeating: -1, count: targets.count)
        low = order
        isOpen = Array(repeating: false, count: targets.count)
    }

    mutating func run() -> [(number: Int, members: [Int])] {
        for node in targets.indices where order[node] < 0 && !targets[node].isEmpty { search(from: node) }
        return cycles
    }

    private mutating func search(from root: Int) {
        var path: [(node: Int, next: Int)] = [enter(root)]
        while let (node, next) = path.last {
            if next < targets[node].count {
                path[path.count - 1].next += 1
                let target = targets[node][next]
                if order[target] < 0 {
                    path.append(enter(target))
                } else if isOpen[target] {
                    low[node] = min(low[node], order[target])
                }
            } else {
                path.removeLast()
                if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == order[node] { close(node) }
            }
        }
    }

    private mutating func enter(_ node: Int) -> (node: Int, next: Int) {
        order[node] = count
        low[node] = count
        count += 1
        open.append(node)
        isOpen[node] = true
        return (node, 0)
    }

    private mutating func close(_ root: Int) {
        var members: [Int] = []
        repeat {
            members.append(open.removeLast())
            isOpen[members[members.count - 1]] = false
        } while members.last != root
        if members.count > 1 || targets[root].contains(root) { cycles.append((cycles.count, members)) }
    }
}
