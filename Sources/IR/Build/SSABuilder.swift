// SSA construction while a front end walks its source: variables are defined and used by block, block parameters appear
// where paths meet.
// Source: Braun, Buchwald, Hack, Leißa, Mallon, Zwinkau, "Simple and Efficient Construction of Static Single Assignment
// Form", CC 2013.
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

    private var types = PrimaryMap<Variable, Type>()
    private var definitions: [Key: ValueID] = [:]
    private var sealed = EntitySet<BlockID>()
    private var pending = SecondaryMap<BlockID, [Variable]>(initial: [])
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
        var joins: [BlockID] = []
        let value = find(variable, in: block, of: &function, newJoins: &joins)
        fillArguments(variable, of: joins, in: &function)
        return value
    }

    /// Says that no further branch to `block` will come.
    public mutating func seal(_ block: BlockID, of function: inout Function) {
        guard sealed.insert(block) else { return }
        for variable in pending[block] { fillArguments(variable, of: [block], in: &function) }
        pending[block] = []
    }

    /// Follows single predecessors to a block that defines the variable or gets a parameter for it; such a block with
    /// all its predecessors known is added to `newJoins`, because its branches lack the argument.
    private mutating func find(
        _ variable: Variable, in block: BlockID, of function: inout Function, newJoins: inout [BlockID]
    ) -> ValueID {
        var path: [BlockID] = []
        var cursor = block
        let value: ValueID
        while true {
            if let known = definitions[Key(block: cursor, variable: variable)] {
                value = known
                break
            }
            path.append(cursor)
            if !sealed.contains(cursor) {
                value = function.appendParameter(cursor, types[variable])
                pending[cursor].append(variable)
                break
            }
            let sources = predecessorBlocks[cursor]
            if sources.count == 1, path.count <= function.blocks.count {
                cursor = sources[0]
                continue
            }
            if sources.count < 2 {
                value = zero(types[variable], at: cursor, of: &function)
            } else {
                value = function.appendParameter(cursor, types[variable])
                newJoins.append(cursor)
            }
            break
        }
        for passed in path { definitions[Key(block: passed, variable: variable)] = value }
        return value
    }

    /// Adds the argument for `variable` to all branches to `joins`, and to the branches to joins that this makes in
    /// turn. A list of work instead of recursion: functions have chains of joins that are longer than a stack is deep.
    private mutating func fillArguments(_ variable: Variable, of joins: [BlockID], in function: inout Function) {
        var joins = joins
        while let block = joins.popLast() {
            for (call, from) in zip(predecessors[block], predecessorBlocks[block]) {
                let argument = find(variable, in: from, of: &function, newJoins: &joins)
                let list = function.blockCalls[call].arguments
                function.blockCalls[call].arguments = function.lists.make(function.lists.elements(list) + [argument])
            }
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
