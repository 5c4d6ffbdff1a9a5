// Replaces instructions by others in a function: what the passes that make a module legal for a back end share.

import IR
import Support

/// Puts new instructions in front of a current one, whose location they get.
struct InstructionExpander {
    var function: Function
    /// New instructions go in front of this one.
    private(set) var place = InstructionID(rawValue: 0)
    private var replacement: ValueReplacement

    /// Takes the function over; `finish` gives it back.
    init(_ source: inout Function) {
        replacement = ValueReplacement(source)
        function = Function(name: "")
        swap(&function, &source)
    }

    /// Gives the function back, with all replacements done.
    mutating func finish(_ target: inout Function) {
        replacement.apply(to: &function)
        swap(&function, &target)
    }

    mutating func position(before instruction: InstructionID) { place = instruction }

    /// From `finish` on every user of `value` uses `new`.
    mutating func replace(_ value: ValueID, by new: ValueID) { replacement.replace(value, by: new) }

    /// Takes the current instruction out; its results are replaced or unused.
    mutating func remove(_ instruction: InstructionID) { function.layout.remove(instruction) }

    // New instructions.

    @discardableResult
    mutating func emit(_ instruction: Instruction, results: [Type]) -> InstructionID {
        let id = function.makeInstruction(instruction, results: results, location: function.location(place))
        function.layout.insert(id, before: place)
        return id
    }

    /// An instruction with one result of its own type.
    mutating func value(_ instruction: Instruction) -> ValueID {
        let id = emit(instruction, results: [instruction.type])
        return function.result(id)
    }

    mutating func constant(_ bits: UInt64, _ type: Type) -> ValueID {
        var data = Instruction(type.isFloat ? .fconst : .iconst, type: type)
        data.immediate = type.isInteger ? bits & type.integerMask : bits
        return value(data)
    }

    mutating func unary(_ opcode: Opcode, _ type: Type, _ operand: ValueID) -> ValueID {
        value(.unary(opcode, type, operand))
    }

    mutating func binary(_ opcode: Opcode, _ type: Type, _ left: ValueID, _ right: ValueID) -> ValueID {
        value(.binary(opcode, type, left, right))
    }

    /// A binary operation with a constant on the right.
    mutating func binary(_ opcode: Opcode, _ type: Type, _ left: ValueID, _ right: UInt64) -> ValueID {
        let constant = constant(right, type)
        return binary(opcode, type, left, constant)
    }

    mutating func icmp(_ condition: IntegerCondition, _ type: Type, _ left: ValueID, _ right: ValueID) -> ValueID {
        let id = emit(.icmp(condition, type, left, right), results: [.i1])
        return function.result(id)
    }

    mutating func icmp(_ condition: IntegerCondition, _ type: Type, _ left: ValueID, _ right: UInt64) -> ValueID {
        let constant = constant(right, type)
        return icmp(condition, type, left, constant)
    }

    mutating func select(_ type: Type, _ condition: ValueID, _ yes: ValueID, _ no: ValueID) -> ValueID {
        value(.ternary(.select, type, condition, yes, no))
    }

    mutating func call(_ callee: FunctionID, _ arguments: [ValueID], results: [Type]) -> [ValueID] {
        let list = function.lists.make(arguments)
        let id = emit(Instruction(.call, a: callee.rawValue, b: list.rawValue), results: results)
        return function.results(id)
    }
}
