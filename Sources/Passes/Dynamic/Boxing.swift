// The editing behind unboxing: values change from `any` to `i64`, what uses them gets a box, and what makes them loses
// one. Boxes and unboxes that meet are left to the algebraic rules.

import IR
import Support

struct Boxing {
    private var replacement: ValueReplacement
    /// The new boxes with what is in them.
    private var boxes: [(box: InstructionID, value: ValueID)] = []
    /// The terminator of each block call.
    private var terminators: [BlockCallID: InstructionID] = [:]

    /// Where edges that have been split lead on.
    private var moved: [BlockCallID: BlockCallID] = [:]

    /// How many values have lost their boxes.
    var count: Int { boxes.count }

    init(_ function: Function) {
        replacement = ValueReplacement(function)
        for block in function.layout.blocks {
            guard let terminator = function.terminator(block) else { continue }
            for call in function.distinctBlockCallIDs(terminator) { terminators[call] = terminator }
        }
    }

    /// Makes the result of `instruction` a number.
    mutating func box(_ value: ValueID, after instruction: InstructionID, in function: inout Function) {
        let box = makeBox(value, &function, function.location(instruction))
        function.layout.insert(box, after: instruction)
    }

    /// Makes a parameter of `block` a number.
    mutating func box(_ value: ValueID, atStartOf block: BlockID, in function: inout Function) {
        let box = makeBox(value, &function, .none)
        function.layout.prepend(box, to: block)
    }

    private mutating func makeBox(
        _ value: ValueID, _ function: inout Function, _ location: LocationID
    ) -> InstructionID {
        function.setType(value, .i64)
        let box = function.makeInstruction(.unary(.box, .i64, value), results: [.any], location: location)
        boxes.append((box, value))
        replacement.replace(value, by: function.result(box))
        return box
    }

    /// Makes operands of a call or return, which has only those of its list, numbers.
    func unboxOperands(of instruction: InstructionID, _ isUnboxed: [Bool], in function: inout Function) {
        guard isUnboxed.contains(true) else { return }
        var operands = function.directOperands(instruction)
        for (index, isUnboxed) in isUnboxed.enumerated() where isUnboxed {
            operands[index] = unboxed(operands[index], before: instruction, &function)
        }
        function[instruction].b = function.lists.make(operands).rawValue
    }

    /// Makes an argument of a branch a number: on its own edge where that is only one of several.
    mutating func unboxArgument(_ index: Int, of call: BlockCallID, in function: inout Function) {
        // An edge that has been split goes on from its own block.
        var call = moved[call] ?? call
        guard var place = terminators[call] else { return }
        var arguments = function.arguments(call)
        if boxedNumber(arguments[index], function) == nil, function.blockCallIDs(place).count > 1 {
            (place, call) = split(call, at: place, &function)
        }
        arguments[index] = unboxed(arguments[index], before: place, &function)
        function.blockCalls[call].arguments = function.lists.make(arguments)
    }

    /// Leads an edge through a block of its own; answers the jump of that block with its target.
    private mutating func split(
        _ edge: BlockCallID, at terminator: InstructionID, _ function: inout Function
    ) -> (InstructionID, BlockCallID) {
        let onward = function.blockCalls.append(function.blockCalls[edge])
        let block = function.makeBlock()
        if let before = function.layout.block(of: terminator) { function.layout.insert(block, after: before) }
        function.appendJump(to: onward, in: block, location: function.location(terminator))
        function.blockCalls[edge] = BlockCall(block: block)
        let jump = function.terminator(block) ?? terminator
        terminators[onward] = jump
        moved[edge] = onward
        return (jump, onward)
    }

    /// The number in a value, in front of `instruction`.
    private func unboxed(_ value: ValueID, before instruction: InstructionID, _ function: inout Function) -> ValueID {
        if let number = boxedNumber(value, function) { return number }
        let unbox = function.makeInstruction(
            .unary(.unbox, .i64, value), results: [.i64], location: function.location(instruction))
        function.layout.insert(unbox, before: instruction)
        return function.result(unbox)
    }

    /// What is in a box that is made in this function.
    private func boxedNumber(_ value: ValueID, _ function: Function) -> ValueID? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .box,
            function[instruction].type == .i64
        else { return nil }
        return function[instruction].valueA
    }

    /// Lets all uses of what has changed use the boxes.
    func finish(_ function: inout Function) {
        replacement.apply(to: &function)
        for (box, value) in boxes { function[box].a = value.rawValue }
    }
}
