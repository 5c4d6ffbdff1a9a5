// Builds a function block by block: the convenient way in for front ends and passes.
// Requires: the module's declarations that the code refers to exist already.

import Support

/// Appends instructions at the end of a current block. It holds the function while it is built; `finish` hands it over.
public struct FunctionBuilder {
    public var function: Function
    /// The block that instructions are appended to.
    public private(set) var block: BlockID?
    /// The location that new instructions get.
    public var location = LocationID.none

    public init(_ function: Function) { self.function = function }

    /// A new block at the end of the layout, with parameters of `types`.
    public mutating func makeBlock(_ types: [Type] = []) -> BlockID {
        let block = function.makeBlock()
        for type in types { function.appendParameter(block, type) }
        function.layout.append(block)
        return block
    }

    /// The first block, with the parameters of the signature.
    public mutating func makeEntryBlock() -> BlockID {
        let block = makeBlock(function.signature.parameters)
        self.block = block
        return block
    }

    public mutating func position(atEndOf block: BlockID) { self.block = block }

    /// Whether the current block has its terminator.
    public var isTerminated: Bool { block.map { function.terminator($0) != nil } ?? true }

    /// Appends any instruction. Requires: a current block without a terminator.
    @discardableResult
    public mutating func append(_ instruction: Instruction, results: [Type]) -> InstructionID {
        guard let block else { preconditionFailure("FunctionBuilder: no current block") }
        let id = function.makeInstruction(instruction, results: results, location: location)
        function.layout.append(id, to: block)
        return id
    }

    /// Appends an instruction with one result of its own type.
    public mutating func value(_ instruction: Instruction) -> ValueID {
        let id = append(instruction, results: [instruction.type])
        return function.result(id)
    }

    public mutating func constant(_ value: Int64, _ type: Type) -> ValueID {
        self.value(.constant(UInt64(bitPattern: value), type))
    }

    public mutating func unary(_ opcode: Opcode, _ type: Type, _ operand: ValueID) -> ValueID {
        value(.unary(opcode, type, operand))
    }

    public mutating func binary(_ opcode: Opcode, _ type: Type, _ left: ValueID, _ right: ValueID) -> ValueID {
        value(.binary(opcode, type, left, right))
    }

    /// `add_carry` or `sub_borrow`: the result and the carry or borrow.
    public mutating func withFlag(
        _ opcode: Opcode, _ type: Type, _ left: ValueID, _ right: ValueID, _ flag: ValueID
    ) -> (value: ValueID, flag: ValueID) {
        let id = append(.ternary(opcode, type, left, right, flag), results: [type, .i1])
        return (function.result(id, 0), function.result(id, 1))
    }

    public mutating func icmp(_ condition: IntegerCondition, _ type: Type, _ left: ValueID, _ right: ValueID) -> ValueID
    {
        let id = append(.icmp(condition, type, left, right), results: [.i1])
        return function.result(id)
    }

    public mutating func select(_ type: Type, _ condition: ValueID, _ yes: ValueID, _ no: ValueID) -> ValueID {
        value(.ternary(.select, type, condition, yes, no))
    }

    public mutating func slotAddress(_ type: Type, _ slot: SlotID, offset: Int32) -> ValueID {
        value(Instruction(.slotAddr, type: type, a: slot.rawValue, c: UInt32(bitPattern: offset)))
    }

    public mutating func get(_ variable: VariableID) -> ValueID {
        value(Instruction(.varGet, type: function.variables[variable].type, a: variable.rawValue))
    }

    public mutating func set(_ variable: VariableID, _ value: ValueID) {
        append(
            Instruction(.varSet, type: function.variables[variable].type, a: variable.rawValue, b: value.rawValue),
            results: [])
    }

    public mutating func load(
        _ type: Type, _ address: ValueID, offset: Int32 = 0, isVolatile: Bool = false
    ) -> ValueID {
        value(.load(type, address, offset: offset, isVolatile: isVolatile))
    }

    public mutating func store(
        _ type: Type, _ address: ValueID, _ value: ValueID, offset: Int32 = 0, isVolatile: Bool = false
    ) {
        append(.store(type, address, value, offset: offset, isVolatile: isVolatile), results: [])
    }

    public mutating func call(_ callee: FunctionID, _ arguments: [ValueID], results: [Type]) -> [ValueID] {
        listOperation(.call, callee.rawValue, arguments, results)
    }

    public mutating func service(_ service: ServiceID, _ arguments: [ValueID], results: [Type]) -> [ValueID] {
        listOperation(.service, service.rawValue, arguments, results)
    }

    private mutating func listOperation(
        _ opcode: Opcode, _ target: UInt32, _ arguments: [ValueID], _ results: [Type]
    ) -> [ValueID] {
        let list = function.lists.make(arguments)
        let id = append(Instruction(opcode, a: target, b: list.rawValue), results: results)
        return function.results(id)
    }

    /// From here on `variable`, or `size` bytes of it from `offset` on, is at `place`: see `DebugBinding`.
    public mutating func bind(
        _ variable: DebugVariableID, offset: UInt32 = 0, size: UInt32 = 0, to place: DebugPlace
    ) {
        guard let block else { preconditionFailure("FunctionBuilder: no current block") }
        function.bind(DebugBinding(variable, offset: offset, size: size, place), atEndOf: block)
    }

    // Terminators.

    public mutating func jump(_ target: BlockID, _ arguments: [ValueID] = []) {
        let call = function.makeBlockCall(target, arguments)
        append(Instruction(.jump, a: call.rawValue), results: [])
    }

    public mutating func branch(
        _ condition: ValueID, _ yes: BlockID, _ yesArguments: [ValueID] = [], else no: BlockID,
        _ noArguments: [ValueID] = []
    ) {
        let yesCall = function.makeBlockCall(yes, yesArguments)
        let noCall = function.makeBlockCall(no, noArguments)
        append(
            Instruction(.branch, a: condition.rawValue, b: yesCall.rawValue, c: noCall.rawValue), results: [])
    }

    public mutating func ret(_ values: [ValueID] = []) {
        let list = function.lists.make(values)
        append(Instruction(.ret, b: list.rawValue), results: [])
    }

    public mutating func tailCall(_ callee: FunctionID, _ arguments: [ValueID]) {
        _ = listOperation(.tailCall, callee.rawValue, arguments, [])
    }

    public mutating func trap(_ code: TrapCode) { append(Instruction(.trap, aux: code.rawValue), results: []) }

    public mutating func unreachable() { append(Instruction(.unreachable), results: []) }
}
