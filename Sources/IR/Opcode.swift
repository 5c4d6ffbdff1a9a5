// The opcode table: the one place that says what each opcode is called, how it is written, what it takes, gives and may
// do.
// Every consumer reads the table; switches over opcodes have no default, so that a new opcode breaks the build where it
// matters.

/// What an instruction may do besides computing its results.
public struct Effects: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reads memory (linear memory, objects or roots).
    public static let reads = Effects(rawValue: 1 << 0)
    /// Writes memory (linear memory, objects or roots).
    public static let writes = Effects(rawValue: 1 << 1)
    /// Allocates an object with an identity of its own.
    public static let allocates = Effects(rawValue: 1 << 2)
    /// May stop the program.
    public static let traps = Effects(rawValue: 1 << 3)
    /// Runs code or a service outside the function, or accesses volatile memory: output, input, anything.
    public static let calls = Effects(rawValue: 1 << 4)
    /// Ends its block.
    public static let terminates = Effects(rawValue: 1 << 5)
    /// Reads or writes a variable of the function (before SSA construction).
    public static let variable = Effects(rawValue: 1 << 6)
}

/// How the operand words `a`, `b`, `c` and `aux` of an instruction are used, and how it is written.
public enum Format: Sendable {
    /// Nothing.
    case nullary
    /// `aux`: trap code.
    case trap
    /// `b`, `c`: low and high half of a 64-bit constant.
    case immediate
    /// `a`: value.
    case unary
    /// `a`, `b`: values.
    case binary
    /// `a`, `b`, `c`: values.
    case ternary
    /// `a`, `b`: values; `aux`: integer condition.
    case integerCompare
    /// `a`, `b`: values; `aux`: float condition.
    case floatCompare
    /// `a`, `b`: values; `aux`: integer condition; on dynamic values.
    case dynamicCompare
    /// `a`, `b`: values; `aux`: overflow rule; on dynamic values.
    case dynamicBinary
    /// `a`: global; `c`: signed byte offset.
    case global
    /// `a`: function.
    case function
    /// `a`: slot; `c`: signed byte offset.
    case slot
    /// `a`: variable.
    case variableGet
    /// `a`: variable; `b`: value.
    case variableSet
    /// `a`: root.
    case rootGet
    /// `a`: root; `b`: value.
    case rootSet
    /// `a`: address; `c`: signed byte offset.
    case load
    /// `a`: address; `b`: value; `c`: signed byte offset.
    case store
    /// `a`: object; `c`: field number.
    case fieldGet
    /// `a`: object; `b`: value; `c`: field number.
    case fieldSet
    /// `a`: function; `b`: argument list.
    case call
    /// `a`: signature; `b`: list of the callee and the arguments.
    case indirectCall
    /// `b`: list of the closure and the arguments.
    case closureCall
    /// `a`: selector; `b`: list of the receiver and the arguments.
    case send
    /// `a`: service; `b`: argument list.
    case service
    /// `a`: function; `b`: list of captured values.
    case closure
    /// `a`: block call.
    case jump
    /// `a`: condition; `b`: block call when true; `c`: block call when false.
    case branch
    /// `a`: value; `b`: switch table.
    case switchTable
    /// `b`: value list.
    case list
    /// `b`: immediate number.
    case number
}

/// Which results an instruction has.
public enum ResultRule: Sendable {
    case none
    /// One of the instruction's type.
    case own
    /// One `i1`.
    case flag
    /// One of the instruction's type, then one `i1`.
    case ownAndFlag
    /// One `any`.
    case dynamic
    /// One `i32`.
    case word
    /// What the callee's signature or service declares.
    case signature
}

/// Which types the operands and the instruction's own type must have.
public enum TypeRule: Sendable {
    /// No operand types to check beyond what the format implies.
    case none
    /// Own type an integer; all operands of it.
    case integers
    /// Own type an integer other than i1; two operands of it, then one `i1`.
    case integersAndFlag
    /// Own type a float; all operands of it.
    case floats
    /// Own type f16; all operands of it.
    case halfFloats
    /// Own type an integer; the constant fits it.
    case integerConstant
    /// Own type a float.
    case floatConstant
    /// Own type an integer or `ptr`; both operands of it.
    case compareIntegers
    /// Own type a float; both operands of it.
    case compareFloats
    /// First operand `i1`; the others of the own type, which may be any type.
    case select
    /// Own type and operand integers, own narrower.
    case narrowInteger
    /// Own type and operand integers, own wider.
    case widenInteger
    /// Own type and operand scalars of the same width, different types.
    case reinterpret
    /// Own type an integer; first operand of it, second a narrower integer.
    case insert
    /// Own type a float, operand an integer other than i1.
    case integerToFloat
    /// Own type an integer other than i1, operand a float.
    case floatToInteger
    /// Own type a narrower float than the operand.
    case narrowFloat
    /// Own type a wider float than the operand.
    case widenFloat
    /// Own type an integer other than i1, operand `ptr`.
    case pointerToInteger
    /// Own type `ptr`, operand an integer other than i1.
    case integerToPointer
    /// Own type `ptr`, first operand `ptr`, second an integer other than i1.
    case pointerSum
    /// Own type `ptr` or an integer of at least 32 bits: an address.
    case address
    /// Own type fits linear memory; address operand `ptr` or an integer of at least 32 bits.
    case load
    /// As `load`; the second operand of the own type.
    case store
    /// Own type is the variable's.
    case variable
    /// Own type a reference to a layout without elements.
    case allocate
    /// Own type a reference to a layout with elements; operand `i32`.
    case allocateElements
    /// First operand a reference to a layout with elements, second `i32`; own type is the elements', as is the third.
    case indexed
    /// Operand a reference to a layout with elements.
    case indexedCount
    /// Target and start `i32`, the same of the source, count `i32`; references to layouts whose elements are alike.
    case indexedRanges
    /// First operand a reference; own type is the field's.
    case field
    /// Operands `any`.
    case dynamic
    /// Own type any but `any`; operand `any`.
    case unbox
    /// Operand any type but `any`.
    case box
    /// Operand of the own type, which must be `any` or a reference.
    case dynamicOrReference
    /// Aggregate `any`, index or count `i32`, element `any`.
    case element
    /// Aggregate `any`, index or count `i32`, element `i32`.
    case byteElement
    /// Byte array `any` and start `i32` of the target, the same of the source, count `i32`.
    case byteRanges
    /// Operands as the signature says.
    case signature
    /// Condition `i1`.
    case condition
    /// Own type an integer; operand of it.
    case switchValue
    /// Operands as the results of the enclosing function.
    case returned
}

/// Facts about one opcode.
public struct OpcodeInfo: Sendable {
    /// Static, so that the record is plain bytes: every pass reads it for each instruction.
    private let name: StaticString
    public let format: Format
    public let types: TypeRule
    public let results: ResultRule
    public let effects: Effects
    /// Whether the mnemonic is followed by the instruction's own type.
    public let showsType: Bool
    /// Whether the two value operands can be exchanged.
    public let isCommutative: Bool

    init(
        _ name: StaticString, _ format: Format, _ types: TypeRule = .none, _ results: ResultRule = .none,
        _ effects: Effects = [],
        showsType: Bool = true, commutes: Bool = false
    ) {
        self.name = name
        self.format = format
        self.types = types
        self.results = results
        self.effects = effects
        self.showsType = showsType
        isCommutative = commutes
    }

    public var mnemonic: String { name.description }
}

/// The operations of the IR.
public enum Opcode: UInt8, CaseIterable, Sendable {
    // Constants and addresses.
    case iconst, fconst, nilConst, globalAddr, functionAddr, slotAddr
    // Integer arithmetic.
    case add, sub, mul, sdiv, udiv, srem, urem, and, or, xor, not, neg, shl, lshr, ashr, umulh, smulh, clz, ctz, popcnt
    case addCarry, subBorrow, insert, ptrAdd
    // Float arithmetic.
    case fadd, fsub, fmul, fdiv, fneg, fabs, fsqrt, fmin, fmax, hsxFmul, hsxFdiv
    // Comparison and choice.
    case icmp, fcmp, select
    // Conversion.
    case trunc, zext, sext, bitcast, sitofp, uitofp, fptosi, fptoui, fptrunc, fpext, ptrToInt, intToPtr
    // Variables (before SSA construction) and linear memory.
    case varGet, varSet, load, store, volatileLoad, volatileStore
    // Objects.
    case alloc, allocElements, fieldGet, fieldSet, elementGet, elementSet, elementCount, elementsCopy, arrayNew,
        arrayGet, arraySet, arrayLength
    case bytesNew, bytesGet, bytesSet, bytesCopy, bytesLength, cellNew, cellGet, cellSet, closure, rootGet, rootSet
    // Dynamic values.
    case isInt, isNil, isRef, box, unbox, dynAdd, dynSub, dynMul, dynDiv, dynRem, dynCmp, dynEq, dynTruthy
    case layoutOf, closureArity, unwinding, unwound
    // Calls.
    case call, callIndirect, callClosure, send, service, tailCall, tailCallIndirect, tailCallClosure, tailSend,
        breakpoint
    // Control.
    case nop, jump, branch, `switch`, ret, trap, unreachable

    /// The facts about this opcode.
    @inline(__always)
    public var info: OpcodeInfo { Opcode.table[Int(rawValue)] }

    @inline(__always)
    public var effects: Effects { Opcode.table[Int(rawValue)].effects }

    /// Whether the instruction may be dropped, repeated or moved freely.
    public var isPure: Bool { effects.isEmpty }

    public var isTerminator: Bool { effects.contains(.terminates) }

    /// Whether this is a load or store of linear memory that counts as output: it happens as often, as wide and in the
    /// order that is written, and nothing is known of what it finds.
    public var isVolatile: Bool {
        effects.contains(.calls) && (info.types == .load || info.types == .store)
    }

    /// The opcode with this name in the text form.
    public static func named(_ mnemonic: String) -> Opcode? { byMnemonic[mnemonic] }

    private static let byMnemonic = Dictionary(uniqueKeysWithValues: allCases.map { ($0.info.mnemonic, $0) })
    private static let table: [OpcodeInfo] = allCases.map(\.row)

    private static let anyCall: Effects = [.calls, .reads, .writes, .traps]
    private static let volatile: Effects = [.calls, .reads, .writes, .traps]
    private static let tail: Effects = [.calls, .reads, .writes, .traps, .terminates]

    /// The table itself, one row an opcode.
    private var row: OpcodeInfo {
        switch self {
        case .iconst: OpcodeInfo("iconst", .immediate, .integerConstant, .own)
        case .fconst: OpcodeInfo("fconst", .immediate, .floatConstant, .own)
        case .nilConst: OpcodeInfo("nil", .nullary, .dynamicOrReference, .own)
        case .globalAddr: OpcodeInfo("global_addr", .global, .address, .own)
        case .functionAddr: OpcodeInfo("func_addr", .function, .address, .own)
        case .slotAddr: OpcodeInfo("slot_addr", .slot, .address, .own)

        case .add: OpcodeInfo("add", .binary, .integers, .own, commutes: true)
        case .sub: OpcodeInfo("sub", .binary, .integers, .own)
        case .mul: OpcodeInfo("mul", .binary, .integers, .own, commutes: true)
        case .sdiv: OpcodeInfo("sdiv", .binary, .integers, .own, .traps)
        case .udiv: OpcodeInfo("udiv", .binary, .integers, .own, .traps)
        case .srem: OpcodeInfo("srem", .binary, .integers, .own, .traps)
        case .urem: OpcodeInfo("urem", .binary, .integers, .own, .traps)
        case .and: OpcodeInfo("and", .binary, .integers, .own, commutes: true)
        case .or: OpcodeInfo("or", .binary, .integers, .own, commutes: true)
        case .xor: OpcodeInfo("xor", .binary, .integers, .own, commutes: true)
        case .not: OpcodeInfo("not", .unary, .integers, .own)
        case .neg: OpcodeInfo("neg", .unary, .integers, .own)
        case .shl: OpcodeInfo("shl", .binary, .integers, .own)
        case .lshr: OpcodeInfo("lshr", .binary, .integers, .own)
        case .ashr: OpcodeInfo("ashr", .binary, .integers, .own)
        case .umulh: OpcodeInfo("umulh", .binary, .integers, .own, commutes: true)
        case .smulh: OpcodeInfo("smulh", .binary, .integers, .own, commutes: true)
        case .clz: OpcodeInfo("clz", .unary, .integers, .own)
        case .ctz: OpcodeInfo("ctz", .unary, .integers, .own)
        case .popcnt: OpcodeInfo("popcnt", .unary, .integers, .own)
        case .addCarry: OpcodeInfo("add_carry", .ternary, .integersAndFlag, .ownAndFlag)
        case .subBorrow: OpcodeInfo("sub_borrow", .ternary, .integersAndFlag, .ownAndFlag)
        case .insert: OpcodeInfo("insert", .binary, .insert, .own)
        case .ptrAdd: OpcodeInfo("ptr_add", .binary, .pointerSum, .own)

        case .fadd: OpcodeInfo("fadd", .binary, .floats, .own, commutes: true)
        case .fsub: OpcodeInfo("fsub", .binary, .floats, .own)
        case .fmul: OpcodeInfo("fmul", .binary, .floats, .own, commutes: true)
        case .fdiv: OpcodeInfo("fdiv", .binary, .floats, .own)
        case .fneg: OpcodeInfo("fneg", .unary, .floats, .own)
        case .fabs: OpcodeInfo("fabs", .unary, .floats, .own)
        case .fsqrt: OpcodeInfo("fsqrt", .unary, .floats, .own)
        case .fmin: OpcodeInfo("fmin", .binary, .floats, .own, commutes: true)
        case .fmax: OpcodeInfo("fmax", .binary, .floats, .own, commutes: true)
        case .hsxFmul: OpcodeInfo("hsx_fmul", .binary, .halfFloats, .own, commutes: true)
        case .hsxFdiv: OpcodeInfo("hsx_fdiv", .binary, .halfFloats, .own)

        case .icmp: OpcodeInfo("icmp", .integerCompare, .compareIntegers, .flag)
        case .fcmp: OpcodeInfo("fcmp", .floatCompare, .compareFloats, .flag)
        case .select: OpcodeInfo("select", .ternary, .select, .own)

        case .trunc: OpcodeInfo("trunc", .unary, .narrowInteger, .own)
        case .zext: OpcodeInfo("zext", .unary, .widenInteger, .own)
        case .sext: OpcodeInfo("sext", .unary, .widenInteger, .own)
        case .bitcast: OpcodeInfo("bitcast", .unary, .reinterpret, .own)
        case .sitofp: OpcodeInfo("sitofp", .unary, .integerToFloat, .own)
        case .uitofp: OpcodeInfo("uitofp", .unary, .integerToFloat, .own)
        case .fptosi: OpcodeInfo("fptosi", .unary, .floatToInteger, .own)
        case .fptoui: OpcodeInfo("fptoui", .unary, .floatToInteger, .own)
        case .fptrunc: OpcodeInfo("fptrunc", .unary, .narrowFloat, .own)
        case .fpext: OpcodeInfo("fpext", .unary, .widenFloat, .own)
        case .ptrToInt: OpcodeInfo("ptr_to_int", .unary, .pointerToInteger, .own)
        case .intToPtr: OpcodeInfo("int_to_ptr", .unary, .integerToPointer, .own)

        case .varGet: OpcodeInfo("var_get", .variableGet, .variable, .own, .variable)
        case .varSet: OpcodeInfo("var_set", .variableSet, .variable, .none, .variable)
        case .load: OpcodeInfo("load", .load, .load, .own, [.reads, .traps])
        case .store: OpcodeInfo("store", .store, .store, .none, [.writes, .traps])
        case .volatileLoad: OpcodeInfo("volatile_load", .load, .load, .own, Opcode.volatile)
        case .volatileStore: OpcodeInfo("volatile_store", .store, .store, .none, Opcode.volatile)

        case .alloc: OpcodeInfo("alloc", .nullary, .allocate, .own, .allocates)
        case .allocElements: OpcodeInfo("alloc_elements", .unary, .allocateElements, .own, [.allocates, .traps])
        case .elementGet: OpcodeInfo("element_get", .binary, .indexed, .own, [.reads, .traps])
        case .elementSet: OpcodeInfo("element_set", .ternary, .indexed, .none, [.writes, .traps])
        case .elementCount: OpcodeInfo("element_count", .unary, .indexedCount, .word, .traps, showsType: false)
        case .elementsCopy:
            OpcodeInfo("elements_copy", .list, .indexedRanges, .none, [.reads, .writes, .traps], showsType: false)
        case .fieldGet: OpcodeInfo("field_get", .fieldGet, .field, .own, [.reads, .traps])
        case .fieldSet: OpcodeInfo("field_set", .fieldSet, .field, .none, [.writes, .traps])
        case .arrayNew: OpcodeInfo("array_new", .unary, .element, .dynamic, [.allocates, .traps], showsType: false)
        case .arrayGet: OpcodeInfo("array_get", .binary, .element, .dynamic, [.reads, .traps], showsType: false)
        case .arraySet: OpcodeInfo("array_set", .ternary, .element, .none, [.writes, .traps], showsType: false)
        case .arrayLength: OpcodeInfo("array_length", .unary, .dynamic, .word, .traps, showsType: false)
        case .bytesNew: OpcodeInfo("bytes_new", .unary, .byteElement, .dynamic, [.allocates, .traps], showsType: false)
        case .bytesGet: OpcodeInfo("bytes_get", .binary, .byteElement, .word, [.reads, .traps], showsType: false)
        case .bytesSet: OpcodeInfo("bytes_set", .ternary, .byteElement, .none, [.writes, .traps], showsType: false)
        case .bytesCopy:
            OpcodeInfo("bytes_copy", .list, .byteRanges, .none, [.reads, .writes, .traps], showsType: false)
        case .bytesLength: OpcodeInfo("bytes_length", .unary, .dynamic, .word, .traps, showsType: false)
        case .cellNew: OpcodeInfo("cell_new", .unary, .dynamic, .dynamic, .allocates, showsType: false)
        case .cellGet: OpcodeInfo("cell_get", .unary, .dynamic, .dynamic, [.reads, .traps], showsType: false)
        case .cellSet: OpcodeInfo("cell_set", .binary, .dynamic, .none, [.writes, .traps], showsType: false)
        case .closure: OpcodeInfo("closure", .closure, .dynamic, .dynamic, .allocates, showsType: false)
        case .rootGet: OpcodeInfo("root_get", .rootGet, .dynamic, .dynamic, .reads, showsType: false)
        case .rootSet: OpcodeInfo("root_set", .rootSet, .dynamic, .none, .writes, showsType: false)

        case .isInt: OpcodeInfo("is_int", .unary, .dynamic, .flag, showsType: false)
        case .isNil: OpcodeInfo("is_nil", .unary, .dynamicOrReference, .flag)
        case .isRef: OpcodeInfo("is_ref", .unary, .unbox, .flag)
        case .box: OpcodeInfo("box", .unary, .box, .dynamic)
        case .unbox: OpcodeInfo("unbox", .unary, .unbox, .own, .traps)
        case .dynAdd: OpcodeInfo("dyn_add", .dynamicBinary, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .dynSub: OpcodeInfo("dyn_sub", .dynamicBinary, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .dynMul: OpcodeInfo("dyn_mul", .dynamicBinary, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .dynDiv: OpcodeInfo("dyn_div", .dynamicBinary, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .dynRem: OpcodeInfo("dyn_rem", .dynamicBinary, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .dynCmp: OpcodeInfo("dyn_cmp", .dynamicCompare, .dynamic, .flag, Opcode.anyCall, showsType: false)
        case .dynEq: OpcodeInfo("dyn_eq", .binary, .dynamic, .flag, showsType: false, commutes: true)
        case .dynTruthy: OpcodeInfo("dyn_truthy", .unary, .dynamic, .flag, showsType: false)
        case .layoutOf: OpcodeInfo("layout_of", .unary, .dynamic, .word, showsType: false)
        case .closureArity: OpcodeInfo("closure_arity", .unary, .dynamic, .word, showsType: false)
        case .unwinding: OpcodeInfo("unwinding", .nullary, .none, .dynamic, showsType: false)
        case .unwound: OpcodeInfo("unwound", .unary, .dynamic, .flag, showsType: false)

        case .call: OpcodeInfo("call", .call, .signature, .signature, Opcode.anyCall, showsType: false)
        case .callIndirect:
            OpcodeInfo("call_indirect", .indirectCall, .signature, .signature, Opcode.anyCall, showsType: false)
        case .callClosure:
            OpcodeInfo("call_closure", .closureCall, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .send: OpcodeInfo("send", .send, .dynamic, .dynamic, Opcode.anyCall, showsType: false)
        case .service: OpcodeInfo("service", .service, .signature, .signature, Opcode.anyCall, showsType: false)
        case .tailCall: OpcodeInfo("tail_call", .call, .signature, .none, Opcode.tail, showsType: false)
        case .tailCallIndirect:
            OpcodeInfo("tail_call_indirect", .indirectCall, .signature, .none, Opcode.tail, showsType: false)
        case .tailCallClosure:
            OpcodeInfo("tail_call_closure", .closureCall, .dynamic, .none, Opcode.tail, showsType: false)
        case .tailSend: OpcodeInfo("tail_send", .send, .dynamic, .none, Opcode.tail, showsType: false)
        case .breakpoint: OpcodeInfo("breakpoint", .number, .none, .none, Opcode.anyCall, showsType: false)

        case .nop: OpcodeInfo("nop", .nullary, showsType: false)
        case .jump: OpcodeInfo("jump", .jump, .none, .none, .terminates, showsType: false)
        case .branch: OpcodeInfo("br_if", .branch, .condition, .none, .terminates, showsType: false)
        case .switch: OpcodeInfo("switch", .switchTable, .switchValue, .none, .terminates)
        case .ret: OpcodeInfo("ret", .list, .returned, .none, .terminates, showsType: false)
        case .trap: OpcodeInfo("trap", .trap, .none, .none, [.traps, .terminates], showsType: false)
        case .unreachable: OpcodeInfo("unreachable", .nullary, .none, .none, .terminates, showsType: false)
        }
    }
}
