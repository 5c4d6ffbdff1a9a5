// Where each value of a function lives in C: in a variable, inside of the one expression that uses it, or, when it costs
// nothing to say, written out at each use. Expressions keep the order of effects: what may trap, read or write moves to
// its use only past instructions that it does not depend on.
// Requires: SSA form; blocks that cannot be reached are not written.

import BackendKit
import IR
import Support

/// How a value is written.
enum ValuePlace: UInt8, Sendable {
    /// Nothing needs it.
    case unneeded
    case variable
    /// Inside of the expression of its only user.
    case folded
    /// A constant or an address, at each use.
    case repeated
}

/// The places of a function's values.
struct ValuePlacement {
    private(set) var places: SecondaryMap<ValueID, ValuePlace>
    /// The reachable blocks.
    let blocks: [BlockID]
    private let uses: NeededUses
    /// The objects that are made and filled at once.
    let constructions: Constructions?
    private let function: Function
    private let program: CProgram

    init(_ function: Function, _ constructions: Constructions?, _ program: CProgram) {
        self.function = function
        self.constructions = constructions
        self.program = program
        blocks = ControlFlowGraph(function).reversePostorder
        uses = NeededUses(function, blocks, constructions, program)
        places = SecondaryMap(initial: .unneeded, count: function.values.count)
        for block in blocks { place(block) }
    }

    subscript(value: ValueID) -> ValuePlace { places[value] }

    /// The instructions that have to run.
    var needed: EntitySet<InstructionID> { uses.instructions }

    /// Whether the instruction has to run, for its effects or for a result.
    func isNeeded(_ instruction: InstructionID) -> Bool { uses.instructions.contains(instruction) }

    /// Whether a statement of its own carries out the instruction.
    func isStatement(_ instruction: InstructionID) -> Bool {
        guard isNeeded(instruction), !function[instruction].opcode.isTerminator else { return false }
        guard function.resultCount(instruction) == 1 else { return true }
        switch places[function.result(instruction)] {
        case .unneeded, .variable: return true
        case .folded, .repeated: return false
        }
    }

    /// Whether the instructions of the block leave no statement but its terminator.
    func isSilent(_ block: BlockID) -> Bool {
        var cursor = function.layout.first(in: block)
        while let instruction = cursor {
            if isStatement(instruction) { return false }
            cursor = function.layout.next(instruction)
        }
        return true
    }

    /// The operands that the instruction is written with.
    func operands(_ instruction: InstructionID) -> [ValueID] {
        ExpressionForm.operands(instruction, function, constructions)
    }

    /// Calls `visit` for every variable that the expression of `value` reads.
    func forEachVariable(in value: ValueID, _ visit: (ValueID) -> Void) {
        switch places[value] {
        case .variable: visit(value)
        case .folded:
            guard let instruction = function.definingInstruction(value) else { return }
            for operand in operands(instruction) { forEachVariable(in: operand, visit) }
        case .unneeded, .repeated: return
        }
    }

    // MARK: Folding

    /// How deep expressions nest.
    private static let depthLimit = 4
    /// How far an instruction with effects may move.
    private static let distanceLimit = 48

    /// What the place that an expression is put into asks of it.
    private struct Setting {
        var depth = 0
        /// The position of the statement.
        var root: Int
        /// Whether the expression may not be evaluated at all, so that it must not have effects.
        var isConditional = false
        /// Whether compilers warn of calls here: next to `&` and `|` of truth values.
        var rejectsCalls = false
    }

    /// Places parameters and results of a block, last instructions first, so that users are placed before what they use.
    private mutating func place(_ block: BlockID) {
        for parameter in function.parameters(block) where uses.count[parameter] > 0 { places[parameter] = .variable }
        let instructions = function.layout.instructions(block)
        var settings = [Setting](repeating: Setting(root: 0), count: instructions.count)
        var positions: [InstructionID: Int] = [:]
        for (position, instruction) in instructions.enumerated() { positions[instruction] = position }
        for position in instructions.indices.reversed() {
            let instruction = instructions[position]
            settings[position].root = position
            guard isNeeded(instruction) else { continue }
            for result in function.results(instruction) where uses.count[result] > 0 {
                places[result] = .variable
            }
            guard function.resultCount(instruction) == 1 else { continue }
            let result = function.result(instruction)
            if isRepeated(function[instruction]) {
                if uses.count[result] > 0 { places[result] = .repeated }
            } else if uses.count[result] == 1, let user = uses.user(of: result), let place = positions[user],
                let setting = setting(of: instruction, in: user, settings[place]),
                canMove(instruction, position, to: setting.root, instructions)
            {
                places[result] = .folded
                settings[position] = setting
            }
        }
    }

    private func isRepeated(_ data: Instruction) -> Bool {
        let opcode = data.opcode
        if opcode == .rootGet { return program.module.roots[data.root].isConstant }
        return opcode.info.format == .immediate || opcode == .globalAddr || opcode == .functionAddr
            || opcode == .slotAddr || opcode == .nilConst
    }

    /// What `instruction` must fit in when it becomes part of `user`; nil when it must not.
    private func setting(of instruction: InstructionID, in user: InstructionID, _ outer: Setting) -> Setting? {
        let (data, userData) = (function[instruction], function[user])
        if outer.depth + 1 > Self.depthLimit || data.opcode == .service { return nil }
        if program.options.debug, !isSameLine(instruction, user) { return nil }
        var setting = outer
        setting.depth += 1
        let result = function.result(instruction)
        let isArgument = userData.opcode.isTerminator && !function.directOperands(user).contains(result)
        if isArgument, userData.opcode != .jump { setting.isConditional = true }
        if userData.opcode == .select, userData.valueA != result { setting.isConditional = true }
        // A step writes the operands of an indirect tail call on two ways.
        if userData.opcode == .tailCallIndirect { setting.isConditional = true }
        if userData.type == .i1, userData.opcode.info.types == .integers { setting.rejectsCalls = true }
        let mayAct = data.opcode.effects.contains(.calls) || program.traps.mayTrap(instruction, in: function)
        if setting.isConditional, mayAct { return nil }
        if setting.rejectsCalls, !ExpressionForm.isOperator(data, function, program) { return nil }
        return setting
    }

    private func isSameLine(_ one: InstructionID, _ other: InstructionID) -> Bool {
        let (first, second) = (function.location(one), function.location(other))
        if first == second || first == .none || second == .none { return true }
        return function.locations[first].line == function.locations[second].line
            && function.locations[first].file == function.locations[second].file
    }

    /// Whether `instruction` may be evaluated at `root`, behind everything that stands between.
    private func canMove(
        _ instruction: InstructionID, _ position: Int, to root: Int, _ instructions: [InstructionID]
    ) -> Bool {
        let effects = effects(instruction)
        if effects.isEmpty { return true }
        if root - position > Self.distanceLimit { return false }
        var outer = holder(of: instruction)
        for between in instructions[(position + 1)..<root] where isNeeded(between) {
            // What the instruction is an operand of comes behind it anyway.
            if between == outer {
                outer = holder(of: between)
                continue
            }
            if !commute(instruction, effects, between) { return false }
        }
        return true
    }

    /// The instruction whose expression holds the result of `instruction`, or would.
    private func holder(of instruction: InstructionID) -> InstructionID? {
        guard function.resultCount(instruction) == 1 else { return nil }
        return uses.user(of: function.result(instruction))
    }

    private func effects(_ instruction: InstructionID) -> Effects {
        var effects = function[instruction].opcode.effects
        if !program.traps.mayTrap(instruction, in: function) { effects.remove(.traps) }
        return effects
    }

    /// Whether two instructions give the same in either order.
    private func commute(_ one: InstructionID, _ effects: Effects, _ other: InstructionID) -> Bool {
        let others = self.effects(other)
        if others.isEmpty { return true }
        if effects.contains(.calls) || others.contains(.calls) { return false }
        if effects.contains(.writes) || others.contains(.writes) { return false }
        // Reading commutes with reading; two that may trap commute when they trap alike.
        guard effects.contains(.traps), others.contains(.traps) else { return true }
        return function[one].opcode.info.format == function[other].opcode.info.format
    }
}
