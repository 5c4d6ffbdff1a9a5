// An instruction by value, with the operand list and the branch targets that its function keeps in pools: what passes
// that copy code take out of one place and put into another.

import IR
import Support

/// A copy of an instruction that shares nothing with its function.
struct DetachedInstruction {
    /// The record; what it says of lists, block calls and switch tables counts for nothing.
    var data: Instruction
    /// The operand list, for the formats that have one.
    private var list: [ValueID] = []
    /// The branch targets, in the order of `Function.blockCallIDs`.
    private var targets: [(block: BlockID, arguments: [ValueID])] = []
    private var caseValues: [UInt64] = []
    var results: [Type]
    /// What debug variables are bound to before the instruction.
    var bindings: [DebugBinding] = []

    init(_ instruction: InstructionID, of function: Function) {
        data = function[instruction]
        results = function.results(instruction).map(function.type)
        bindings = function.bindings(before: instruction)
        switch data.opcode.info.format {
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .number, .jump, .branch:
            break
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list:
            list = function.lists.elements(data.list)
        case .switchTable: caseValues = function.switchTables[data.switchTable].cases.map(\.value)
        }
        targets = function.blockCallIDs(instruction).map { (function.blockCalls[$0].block, function.arguments($0)) }
    }

    /// A jump that takes over the target and the arguments of `call`.
    init(jumpLike call: BlockCallID, of function: Function) {
        data = Instruction(.jump)
        results = []
        targets = [(function.blockCalls[call].block, function.arguments(call))]
    }

    mutating func mapTargets(_ map: (BlockID) -> BlockID) {
        for index in targets.indices { targets[index].block = map(targets[index].block) }
    }

    /// The instruction in `function`, with lists and block calls of its own, at the end of `block`. Its operands are
    /// what they were.
    func append(to block: BlockID, of function: inout Function, location: LocationID) -> InstructionID {
        var data = data
        let calls = targets.map { function.makeBlockCall($0.block, $0.arguments) }
        switch data.opcode.info.format {
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .number:
            break
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list:
            data.b = function.lists.make(list).rawValue
        case .jump: data.a = calls[0].rawValue
        case .branch: (data.b, data.c) = (calls[0].rawValue, calls[1].rawValue)
        case .switchTable:
            let cases = zip(caseValues, calls).map { (value: $0, target: $1) }
            let table = SwitchTable(cases: cases, defaultTarget: calls[cases.count])
            data.b = function.switchTables.append(table).rawValue
        }
        for binding in bindings { function.bind(binding, atEndOf: block) }
        let copy = function.makeInstruction(data, results: results, location: location)
        function.layout.append(copy, to: block)
        return copy
    }
}
