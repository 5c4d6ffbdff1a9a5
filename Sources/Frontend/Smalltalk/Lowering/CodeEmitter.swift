// Writes the code of one function: instructions on dynamic values by their names, and blocks that go on.

import IR
import Support

struct CodeEmitter {
    var builder: FunctionBuilder
    let program: ProgramLayout
    /// The locations of the function's code.
    var known: [SourceLocation: LocationID] = [:]

    init(_ name: String, arity: Int, _ program: ProgramLayout) {
        let types = Array(repeating: Type.any, count: arity)
        builder = FunctionBuilder(Function(name: name, signature: Signature(parameters: types, results: [.any])))
        self.program = program
    }

    /// The parameters of the function.
    mutating func start() -> [ValueID] {
        let entry = builder.makeEntryBlock()
        return builder.function.parameters(entry)
    }

    // MARK: Instructions

    mutating func value(_ opcode: Opcode, _ type: Type = .any, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0) -> ValueID {
        builder.value(Instruction(opcode, type: type, a: a, b: b, c: c))
    }

    private mutating func result(_ type: Type, _ instruction: Instruction) -> ValueID {
        let id = builder.append(instruction, results: [type])
        return builder.function.result(id)
    }

    mutating func flag(_ opcode: Opcode, _ type: Type = .any, _ operand: ValueID) -> ValueID {
        result(.i1, Instruction(opcode, type: type, a: operand.rawValue))
    }

    mutating func isSame(_ left: ValueID, _ right: ValueID) -> ValueID {
        result(.i1, Instruction(.dynEq, type: .i32, a: left.rawValue, b: right.rawValue))
    }

    mutating func word(_ number: Int64) -> ValueID { builder.constant(number, .i32) }
    mutating func long(_ number: Int64) -> ValueID { builder.constant(number, .i64) }
    mutating func null() -> ValueID { value(.nilConst) }
    mutating func unwinding() -> ValueID { result(.any, Instruction(.unwinding, type: .i32)) }
    mutating func root(_ root: RootID) -> ValueID { result(.any, Instruction(.rootGet, type: .i32, a: root.rawValue)) }

    mutating func setRoot(_ root: RootID, _ value: ValueID) {
        builder.append(Instruction(.rootSet, type: .i32, a: root.rawValue, b: value.rawValue), results: [])
    }

    mutating func box(_ type: Type, _ value: ValueID) -> ValueID {
        result(.any, Instruction(.box, type: type, a: value.rawValue))
    }

    mutating func unbox(_ type: Type, _ value: ValueID) -> ValueID { builder.unary(.unbox, type, value) }

    mutating func integer(_ number: Int64) -> ValueID {
        let bits = long(number)
        return box(.i64, bits)
    }

    mutating func float(_ number: Double) -> ValueID {
        let bits = double(number)
        return box(.f64, bits)
    }

    mutating func double(_ number: Double) -> ValueID {
        var instruction = Instruction(.fconst, type: .f64)
        instruction.immediate = number.bitPattern
        return builder.value(instruction)
    }

    mutating func compare(_ condition: FloatCondition, _ left: ValueID, _ right: ValueID) -> ValueID {
        let instruction = Instruction(
            .fcmp, type: .f64, aux: condition.rawValue, a: left.rawValue, b: right.rawValue)
        return result(.i1, instruction)
    }

    /// true or false of the program.
    mutating func truth(_ flag: ValueID) -> ValueID {
        let yes = root(program.trueRoot), no = root(program.falseRoot)
        return builder.select(.any, flag, yes, no)
    }

    mutating func layoutNumber(_ value: ValueID) -> ValueID {
        result(.i32, Instruction(.layoutOf, type: .i32, a: value.rawValue))
    }

    mutating func arity(_ closure: ValueID) -> ValueID {
        result(.i32, Instruction(.closureArity, type: .i32, a: closure.rawValue))
    }

    mutating func fieldGet(_ type: Type, _ object: ValueID, _ number: Int) -> ValueID {
        value(.fieldGet, type, a: object.rawValue, c: UInt32(number))
    }

    mutating func fieldSet(_ type: Type, _ object: ValueID, _ number: Int, _ value: ValueID) {
        let instruction = Instruction(.fieldSet, type: type, a: object.rawValue, b: value.rawValue, c: UInt32(number))
        builder.append(instruction, results: [])
    }

    mutating func elementCount(_ object: ValueID) -> ValueID {
        result(.i32, Instruction(.elementCount, type: .i32, a: object.rawValue))
    }

    mutating func elementGet(_ type: Type, _ object: ValueID, _ index: ValueID) -> ValueID {
        value(.elementGet, type, a: object.rawValue, b: index.rawValue)
    }

    mutating func elementSet(_ type: Type, _ object: ValueID, _ index: ValueID, _ value: ValueID) {
        let instruction = Instruction(
            .elementSet, type: type, a: object.rawValue, b: index.rawValue, c: value.rawValue)
        builder.append(instruction, results: [])
    }

    mutating func arrayGet(_ array: ValueID, _ index: ValueID) -> ValueID {
        result(.any, Instruction(.arrayGet, type: .i32, a: array.rawValue, b: index.rawValue))
    }

    /// A new variable that activations share. Where references can change it is an object that can be looked into.
    mutating func cell(_ content: ValueID) -> ValueID {
        if let array = program.cellLayout { return object(array, [content]) }
        return result(.any, Instruction(.cellNew, type: .i32, a: content.rawValue))
    }

    mutating func cellGet(_ cell: ValueID) -> ValueID {
        if let array = program.cellLayout { return elementGet(.any, unbox(.ref(array), cell), word(0)) }
        return result(.any, Instruction(.cellGet, type: .i32, a: cell.rawValue))
    }

    mutating func cellSet(_ cell: ValueID, _ content: ValueID) {
        if let array = program.cellLayout { return elementSet(.any, unbox(.ref(array), cell), word(0), content) }
        builder.append(Instruction(.cellSet, type: .i32, a: cell.rawValue, b: content.rawValue), results: [])
    }

    /// A new object of these elements.
    mutating func object(_ layout: LayoutID, _ elements: [ValueID]) -> ValueID {
        let count = word(Int64(elements.count))
        let object = value(.allocElements, .ref(layout), a: count.rawValue)
        for (index, element) in elements.enumerated() { elementSet(.any, object, word(Int64(index)), element) }
        return box(.ref(layout), object)
    }

    // MARK: Calls

    mutating func call(_ function: FunctionID, _ arguments: [ValueID]) -> ValueID {
        builder.call(function, arguments, results: [.any])[0]
    }

    private mutating func list(_ opcode: Opcode, _ a: UInt32, _ values: [ValueID], _ results: [Type]) -> InstructionID {
        let list = builder.function.lists.make(values)
        return builder.append(Instruction(opcode, type: .i32, a: a, b: list.rawValue), results: results)
    }

    mutating func send(_ selector: SelectorID, _ values: [ValueID]) -> ValueID {
        let id = list(.send, selector.rawValue, values, [.any])
        return builder.function.result(id)
    }

    mutating func tailSend(_ selector: SelectorID, _ values: [ValueID]) {
        _ = list(.tailSend, selector.rawValue, values, [])
    }

    mutating func callClosure(_ values: [ValueID]) -> ValueID {
        let id = list(.callClosure, 0, values, [.any])
        return builder.function.result(id)
    }

    mutating func closure(_ function: FunctionID, _ captured: [ValueID]) -> ValueID {
        let id = list(.closure, function.rawValue, captured, [.any])
        return builder.function.result(id)
    }

    mutating func copyElements(_ values: [ValueID]) { _ = list(.elementsCopy, 0, values, []) }

    // MARK: Control

    mutating func makeBlock() -> BlockID { builder.makeBlock() }
    mutating func begin(_ block: BlockID) { builder.position(atEndOf: block) }

    /// Goes on if the flag holds, else to `other`.
    mutating func require(_ flag: ValueID, else other: BlockID) {
        let next = makeBlock()
        builder.branch(flag, next, else: other)
        begin(next)
    }

    /// Goes to `other` if the flag holds, else on.
    mutating func leave(if flag: ValueID, to other: BlockID) {
        let next = makeBlock()
        builder.branch(flag, other, else: next)
        begin(next)
    }

    /// Goes to the block of the case that `number` equals.
    mutating func branch(
        _ number: ValueID, _ cases: [(value: UInt64, target: BlockCallID)], else other: BlockID, _ type: Type = .i32
    ) {
        let target = builder.function.makeBlockCall(other)
        let id = builder.function.switchTables.append(SwitchTable(cases: cases, defaultTarget: target))
        builder.append(Instruction(.switch, type: type, a: number.rawValue, b: id.rawValue), results: [])
    }

    /// Goes to the block for the layout whose number, from 1, `number` is.
    mutating func branch(_ number: ValueID, _ cases: [(layout: LayoutID, block: BlockID)], else other: BlockID) {
        var targets: [(value: UInt64, target: BlockCallID)] = []
        for (layout, block) in cases {
            targets.append((UInt64(layout.index + 1), builder.function.makeBlockCall(block)))
        }
        branch(number, targets, else: other)
    }

    mutating func ret(_ value: ValueID) { builder.ret([value]) }

    mutating func retTruth(_ flag: ValueID) {
        let answer = truth(flag)
        ret(answer)
    }

    /// The i64 of a SmallInteger; for anything else goes to `other`.
    mutating func smallInteger(_ value: ValueID, else other: BlockID) -> ValueID {
        let isInteger = flag(.isRef, .i64, value)
        require(isInteger, else: other)
        return unbox(.i64, value)
    }

    /// The SmallInteger of an i64; goes to `other` when there is none.
    mutating func smallInteger(of number: ValueID, else other: BlockID) -> ValueID {
        let half = long(1 << Int64(program.integerBits - 1))
        let shifted = builder.binary(.add, .i64, number, half)
        let span = long(Int64(bitPattern: 1 << UInt64(program.integerBits)))
        let fits = builder.icmp(.ult, .i64, shifted, span)
        require(fits, else: other)
        return box(.i64, number)
    }

    /// An index from 0 of a SmallInteger that counts from 1, as an i32; goes to `other` when it is below 0 or not below
    /// `count`, an i32.
    mutating func index(_ value: ValueID, below count: ValueID, else other: BlockID) -> ValueID {
        let number = smallInteger(value, else: other)
        let one = long(1)
        let zeroBased = builder.binary(.sub, .i64, number, one)
        let wide = builder.unary(.zext, .i64, count)
        let fits = builder.icmp(.ult, .i64, zeroBased, wide)
        require(fits, else: other)
        return builder.unary(.trunc, .i32, zeroBased)
    }
}
