// SSA construction while a front end walks its source: variables are defined and used by block, block parameters appear where paths meet.
// Source: Braun, Buchwald, Hack, Leißa, Mallon, Zwinkau, "Simple and Efficient Construction of Static Single Assignment Form", CC 2013.
// Requires: a block is sealed once all branches to it are in the function; every block is sealed in the end.

import Support

/// Tracks the current value of each variable at the end of each block.
public struct SSABuilder {
    /// A variable of the front end: any number that it chooses, counted from 0.
    public struct Variable: EntityID {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
    }

    private struct Key: Hashable {
        let block: BlockID
        let variable: Variable
    }

    private struct Pending {
        let variable: Variable
        let parameter: ValueID
    }

    private var types = PrimaryMap<Variable, Type>()
    private var definitions: [Key: ValueID] = [:]
    private var sealed = EntitySet<BlockID>()
    private var pending = SecondaryMap<BlockID, [Pending]>(initial: [])
    private var predecessors = SecondaryMap<BlockID, [BlockCallID]>(initial: [])
    private var predecessorBlocks = SecondaryMap<BlockID, [BlockID]>(initial: [])

    public init() {}

    public mutating func declare(_ type: Type) -> Variable { types.append(type) }

    public mutating func define(_ variable: Variable, _ value: ValueID, in block: BlockID) {
        definitions[Key(block: block, variable: variable)] = value
    }

    /// Says that `from` branches to the block of `call`. Requires: that block is not sealed.
    public mutating func addBranch(_ call: BlockCallID, from: BlockID, in function: Function) {
        let target = function.blockCalls[call].block
        precondition(!sealed.contains(target), "SSABuilder: a branch to a sealed block")
        predecessors[target].append(call)
        predecessorBlocks[target].append(from)
    }

    /// The value of `variable` at the end of what `block` holds so far; zero where nothing was defined.
    public mutating func use(_ variable: Variable, in block: BlockID, of function: inout Function) -> ValueID {
        let key = Key(block: block, variable: variable)
        if let value = definitions[key] { return value }
        let value: ValueID
        if !sealed.contains(block) {
            value = function.appendParameter(block, types[variable])
            pending[block].append(Pending(variable: variable, parameter: value))
        } else if predecessorBlocks[block].isEmpty {
            value = zero(types[variable], at: block, of: &function)
        } else if predecessorBlocks[block].count == 1 {
            value = use(variable, in: predecessorBlocks[block][0], of: &function)
        } else {
            value = function.appendParameter(block, types[variable])
            definitions[key] = value
            fillArguments(variable, of: block, in: &function)
        }
        definitions[key] = value
        return value
    }

    /// Says that no further branch to `block` will come.
    public mutating func seal(_ block: BlockID, of function: inout Function) {
        guard sealed.insert(block) else { return }
        for entry in pending[block] { fillArguments(entry.variable, of: block, in: &function) }
        pending[block] = []
    }

    private mutating func fillArguments(_ variable: Variable, of block: BlockID, in function: inout Function) {
        for (call, from) in zip(predecessors[block], predecessorBlocks[block]) {
            let argument = use(variable, in: from, of: &function)
            let list = function.blockCalls[call].arguments
            function.blockCalls[call].arguments = function.lists.make(function.lists.elements(list) + [argument])
        }
    }

    private func zero(_ type: Type, at block: BlockID, of function: inout Function) -> ValueID {
        let opcode: Opcode = type.isInteger ? .iconst : type.isFloat ? .fconst : .nilConst
        precondition(type != .ptr, "SSABuilder: a pointer variable must be defined before it is used")
        let instruction = function.makeInstruction(Instruction(opcode, type: type), results: [type])
        function.layout.prepend(instruction, to: block)
        return function.result(instruction)
    }
}
