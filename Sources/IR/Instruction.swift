// One instruction: a plain 16-byte record. What `a`, `b` and `c` mean is the opcode's format.

import Support

/// An operation with its operands; results and location are side tables of the function.
public struct Instruction: Hashable, Sendable {
    public var opcode: Opcode
    /// A condition, overflow rule or trap code, as the format says.
    public var aux: UInt8
    /// The instruction's own type: of its result, or of what it compares, stores or switches on.
    public var type: Type
    public var a: UInt32
    public var b: UInt32
    public var c: UInt32

    public init(_ opcode: Opcode, type: Type = .i32, aux: UInt8 = 0, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0) {
        self.opcode = opcode
        self.aux = aux
        self.type = type
        self.a = a
        self.b = b
        self.c = c
    }

    /// The values in `a`, `b` and `c`, for the formats that hold values there.
    public var valueA: ValueID {
        get { ValueID(rawValue: a) }
        set { a = newValue.rawValue }
    }
    public var valueB: ValueID {
        get { ValueID(rawValue: b) }
        set { b = newValue.rawValue }
    }
    public var valueC: ValueID {
        get { ValueID(rawValue: c) }
        set { c = newValue.rawValue }
    }

    /// The bits of a constant, zero-extended from the width of the type.
    public var immediate: UInt64 {
        get { UInt64(c) << 32 | UInt64(b) }
        set {
            b = UInt32(truncatingIfNeeded: newValue)
            c = UInt32(truncatingIfNeeded: newValue >> 32)
        }
    }

    /// The signed byte offset of memory and address formats.
    public var offset: Int32 {
        get { Int32(bitPattern: c) }
        set { c = UInt32(bitPattern: newValue) }
    }

    public var fieldNumber: Int { Int(c) }
    public var integerCondition: IntegerCondition { IntegerCondition(rawValue: aux) ?? .eq }
    public var floatCondition: FloatCondition { FloatCondition(rawValue: aux) ?? .oeq }
    public var overflowRule: OverflowRule { OverflowRule(rawValue: aux) ?? .promote }
    public var trapCode: TrapCode { TrapCode(rawValue: aux) ?? .unreachable }
    public var function: FunctionID { FunctionID(rawValue: a) }
    public var global: GlobalID { GlobalID(rawValue: a) }
    public var root: RootID { RootID(rawValue: a) }
    public var slot: SlotID { SlotID(rawValue: a) }
    public var variable: VariableID { VariableID(rawValue: a) }
    public var signature: SignatureID { SignatureID(rawValue: a) }
    public var service: ServiceID { ServiceID(rawValue: a) }
    public var selector: SelectorID { SelectorID(rawValue: a) }
    public var list: ValueList { ValueList(rawValue: b) }
    public var switchTable: SwitchTableID { SwitchTableID(rawValue: b) }

    // The common shapes.

    public static func constant(_ value: UInt64, _ type: Type) -> Instruction {
        var instruction = Instruction(.iconst, type: type)
        instruction.immediate = value & type.integerMask
        return instruction
    }

    public static func unary(_ opcode: Opcode, _ type: Type, _ operand: ValueID) -> Instruction {
        Instruction(opcode, type: type, a: operand.rawValue)
    }

    public static func binary(_ opcode: Opcode, _ type: Type, _ left: ValueID, _ right: ValueID) -> Instruction {
        Instruction(opcode, type: type, a: left.rawValue, b: right.rawValue)
    }

    public static func ternary(
        _ opcode: Opcode, _ type: Type, _ first: ValueID, _ second: ValueID, _ third: ValueID
    ) -> Instruction {
        Instruction(opcode, type: type, a: first.rawValue, b: second.rawValue, c: third.rawValue)
    }

    public static func icmp(
        _ condition: IntegerCondition, _ type: Type, _ left: ValueID, _ right: ValueID
    ) -> Instruction {
        Instruction(.icmp, type: type, aux: condition.rawValue, a: left.rawValue, b: right.rawValue)
    }

    public static func load(
        _ type: Type, _ address: ValueID, offset: Int32 = 0, isVolatile: Bool = false
    ) -> Instruction {
        Instruction(
            isVolatile ? .volatileLoad : .load, type: type, a: address.rawValue, c: UInt32(bitPattern: offset))
    }

    public static func store(
        _ type: Type, _ address: ValueID, _ value: ValueID, offset: Int32 = 0, isVolatile: Bool = false
    ) -> Instruction {
        Instruction(
            isVolatile ? .volatileStore : .store, type: type, a: address.rawValue, b: value.rawValue,
            c: UInt32(bitPattern: offset))
    }
}
