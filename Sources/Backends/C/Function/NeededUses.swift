// Which instructions have to run and which values they need. Code that was not optimised has others too; they are left
// out, for C compilers warn of variables that nothing reads.

import BackendKit
import IR
import Support

/// The instructions that matter, and how often they use each value.
struct NeededUses {
    private(set) var instructions: EntitySet<InstructionID>
    /// How many uses each value has; a block call counts for the arguments of parameters that are needed.
    private(set) var count: SecondaryMap<ValueID, UInt32>
    private var users: SecondaryMap<ValueID, InstructionID>
    private var isNeeded: EntitySet<ValueID>

    /// An instruction that uses the value; the only one when the count is 1.
    func user(of value: ValueID) -> InstructionID? { count[value] == 0 ? nil : users[value] }

    init(_ function: Function, _ blocks: [BlockID], _ constructions: Constructions?, _ program: CProgram) {
        instructions = EntitySet(capacity: function.instructions.count)
        count = SecondaryMap(initial: 0, count: function.values.count)
        users = SecondaryMap(initial: InstructionID(rawValue: .max), count: function.values.count)
        isNeeded = EntitySet(capacity: function.values.count)
        var search = Search(function, blocks, constructions)
        for block in blocks {
            var cursor = function.layout.first(in: block)
            while let instruction = cursor {
                let isPart = constructions?.contains(instruction) == true
                if !isPart, NeededUses.acts(instruction, function, program) { search.need(instruction) }
                cursor = function.layout.next(instruction)
            }
        }
        search.run()
        instructions = search.instructions
        isNeeded = search.values
        for block in blocks { countUses(block, function, constructions) }
    }

    /// Whether the instruction does something besides computing its results.
    private static func acts(_ instruction: InstructionID, _ function: Function, _ program: CProgram) -> Bool {
        let effects = function[instruction].opcode.effects
        if effects.isEmpty { return false }
        if !effects.isDisjoint(with: [.writes, .calls, .terminates]) { return true }
        return program.traps.mayTrap(instruction, in: function)
    }

    private mutating func countUses(_ block: BlockID, _ function: Function, _ constructions: Constructions?) {
        var cursor = function.layout.first(in: block)
        while let instruction = cursor {
            cursor = function.layout.next(instruction)
            guard instructions.contains(instruction) else { continue }
            for operand in ExpressionForm.operands(instruction, function, constructions) { add(operand, instruction) }
            for id in function.blockCallIDs(instruction) {
                let call = function.blockCalls[id]
                let arguments = function.lists.elements(call.arguments)
                for (parameter, argument) in zip(function.parameters(call.block), arguments)
                where isNeeded.contains(parameter) { add(argument, instruction) }
            }
        }
    }

    private mutating func add(_ value: ValueID, _ user: InstructionID) {
        count[value] += 1
        users[value] = user
    }
}

/// Goes from what acts to what it needs.
private struct Search {
    private let function: Function
    private let constructions: Constructions?
    /// For each block the block calls that lead to it.
    private var incoming: SecondaryMap<BlockID, [BlockCallID]>
    private var work: [ValueID] = []
    private(set) var instructions: EntitySet<InstructionID>
    private(set) var values: EntitySet<ValueID>

    init(_ function: Function, _ blocks: [BlockID], _ constructions: Constructions?) {
        self.function = function
        self.constructions = constructions
        instructions = EntitySet(capacity: function.instructions.count)
        values = EntitySet(capacity: function.values.count)
        incoming = SecondaryMap(initial: [], count: function.blocks.count)
        for block in blocks {
            guard let last = function.terminator(block) else { continue }
            for call in function.blockCallIDs(last) { incoming[function.blockCalls[call].block].append(call) }
        }
    }

    mutating func need(_ instruction: InstructionID) {
        guard instructions.insert(instruction) else { return }
        for operand in ExpressionForm.operands(instruction, function, constructions) { need(operand) }
    }

    private mutating func need(_ value: ValueID) {
        if values.insert(value) { work.append(value) }
    }

    mutating func run() {
        while let value = work.popLast() {
            switch function.definition(value) {
            case .result(let instruction, _): need(instruction)
            case .parameter(let block, let index):
                for call in incoming[block] {
                    let arguments = function.blockCalls[call].arguments
                    if index < function.lists.count(arguments) { need(function.lists[arguments, index]) }
                }
            }
        }
    }
}
