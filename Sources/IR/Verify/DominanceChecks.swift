// The rules about data flow: what is used is defined in the layout, and in reachable code its definition dominates the
// use.

import Support

/// Control flow and dominance of a function whose branches can be followed.
///
/// A class because the checks of every instruction are given it.
final class Flow {
    let graph: ControlFlowGraph
    let dominators: DominatorTree

    init(_ function: Function) {
        graph = ControlFlowGraph(function)
        dominators = DominatorTree(function, graph)
    }
}

extension FunctionVerifier {
    /// Whether all branches of all terminators can be followed.
    func hasSoundFlow() -> Bool {
        for block in function.layout.blocks {
            guard let terminator = function.terminator(block) else { continue }
            let data = function[terminator]
            if case .switchTable = data.opcode.info.format, !function.switchTables.contains(data.switchTable) {
                return false
            }
            for call in function.blockCallIDs(terminator) {
                guard function.blockCalls.contains(call), function.layout.contains(function.blockCalls[call].block)
                else {
                    return false
                }
            }
        }
        return true
    }

    /// Checks the operands, the arguments of branches included. Requires: the instruction's references exist.
    mutating func checkOperandDefinitions(
        _ id: InstructionID, _ data: Instruction, in block: BlockID, _ flow: Flow?
    ) {
        switch data.opcode.info.format {
        case .nullary, .trap, .immediate, .global, .function, .slot, .variableGet, .rootGet, .number: break
        case .unary, .load, .fieldGet: checkUse(data.valueA, id, block, flow)
        case .binary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .store, .fieldSet:
            checkUse(data.valueA, id, block, flow)
            checkUse(data.valueB, id, block, flow)
        case .ternary:
            checkUse(data.valueA, id, block, flow)
            checkUse(data.valueB, id, block, flow)
            checkUse(data.valueC, id, block, flow)
        case .variableSet, .rootSet: checkUse(data.valueB, id, block, flow)
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list: checkUses(data.list, id, block, flow)
        case .jump: checkArguments(id, block, flow)
        case .branch, .switchTable:
            checkUse(data.valueA, id, block, flow)
            checkArguments(id, block, flow)
        }
    }

    private mutating func checkArguments(_ id: InstructionID, _ block: BlockID, _ flow: Flow?) {
        for call in function.blockCallIDs(id) { checkUses(function.blockCalls[call].arguments, id, block, flow) }
    }

    private mutating func checkUses(_ list: ValueList, _ id: InstructionID, _ block: BlockID, _ flow: Flow?) {
        for position in 0..<function.lists.count(list) { checkUse(function.lists[list, position], id, block, flow) }
    }

    private mutating func checkUse(_ value: ValueID, _ user: InstructionID, _ block: BlockID, _ flow: Flow?) {
        guard function.values.contains(value) else {
            report(.definitions, "value \(value.rawValue) does not exist", at: user, value: value)
            return
        }
        guard let home = home(value) else {
            report(.definitions, "\(name(value)) is defined nowhere in the function's layout", at: user, value: value)
            return
        }
        guard let flow, flow.graph.isReachable(block) else { return }
        let isAbove: Bool
        if home.block == block {
            isAbove = home.position < positions[user]
        } else {
            isAbove = flow.dominators.dominates(home.block, block)
        }
        if !isAbove {
            report(.dominance, "\(name(value)) is used where its definition does not dominate", at: user, value: value)
        }
    }

    /// The block that defines the value and the place of the definition in the layout, 0 for parameters; nil outside
    /// the layout.
    private func home(_ value: ValueID) -> (block: BlockID, position: UInt32)? {
        switch function.definition(value) {
        case .result(let instruction, _):
            guard let block = function.layout.block(of: instruction), function.layout.contains(block) else {
                return nil
            }
            return (block, positions[instruction])
        case .parameter(let block, let index):
            guard function.layout.contains(block) else { return nil }
            let parameters = function.parameters(block)
            return index < parameters.count && parameters[index] == value ? (block, 0) : nil
        }
    }
}
