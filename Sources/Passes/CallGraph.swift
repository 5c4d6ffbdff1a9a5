// Who calls whom by direct calls, in an order where callees come first, and who else refers to a function.

import IR
import Support

/// The direct calls of a module, valid until a function changes.
struct CallGraph: Sendable {
    /// The functions that each function calls, one entry a call, in layout order.
    private(set) var callees = PrimaryMap<FunctionID, [FunctionID]>()
    /// The functions with direct calls of each function, each once, by rising id.
    private(set) var callers: SecondaryMap<FunctionID, [FunctionID]>
    /// How many direct calls of each function there are.
    private(set) var callCounts: SecondaryMap<FunctionID, Int>
    /// The functions whose address or closure is taken, in code, in the bytes of a global or in a root.
    private(set) var referenced = EntitySet<FunctionID>()
    private let order: CallCycles

    init(_ module: Module) {
        callCounts = SecondaryMap(initial: 0, count: module.functions.count)
        callers = SecondaryMap(initial: [], count: module.functions.count)
        for (number, function) in module.functions.values.enumerated() {
            let id = FunctionID(index: number)
            var called: [FunctionID] = []
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    let data = function[instruction]
                    switch CallGraph.reference(data) {
                    case .call:
                        called.append(data.function)
                        callCounts[data.function] += 1
                        if callers[data.function].last != id { callers[data.function].append(id) }
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
        for root in module.roots.values {
            if let function = root.value.function { referenced.insert(function) }
        }
        order = CallCycles(callees)
    }

    /// The functions, callees before callers save in cycles.
    var bottomUp: [FunctionID] { order.bottomUp }
    /// The call cycle of each function: equal for functions that call each other in a cycle.
    var cycles: SecondaryMap<FunctionID, Int32> { order.cycles }

    /// How an instruction refers to the function that its operand `a` names.
    enum Reference {
        case call, address
    }

    static func reference(_ data: Instruction) -> Reference? {
        switch data.opcode.info.format {
        case .call: .call
        case .function, .closure: .address
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet,
            .fieldSet,
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
}
