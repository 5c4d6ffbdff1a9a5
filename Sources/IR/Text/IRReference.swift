// The generated part of docs/ir.md: tables of all opcodes. Names, operands, types, results and effects come from the
// opcode table; only the meaning is written here, and a new opcode breaks the build until it has one.

/// Renders the reference of the opcodes.
public enum IRReference {
    /// The families of opcodes, in the order of the reference.
    private enum Family: String, CaseIterable {
        case constants = "Constants and addresses"
        case integers = "Integer arithmetic"
        case floats = "Float arithmetic"
        case comparisons = "Comparison and choice"
        case conversions = "Conversion"
        case memory = "Variables and linear memory"
        case objects = "Objects"
        case dynamics = "Dynamic values"
        case calls = "Calls"
        case control = "Control"
    }

    /// A Markdown table for each family.
    public static func opcodeTable() -> String {
        Family.allCases.map { family in
            let rows = Opcode.allCases.filter { meaning($0).family == family }.map(row)
            let head = "### \(family.rawValue)\n\n| instruction | types | results | effects | meaning |\n"
            return head + "| --- | --- | --- | --- | --- |\n" + rows.joined()
        }.joined(separator: "\n")
    }

    private static func row(_ opcode: Opcode) -> String {
        let info = opcode.info
        let operands = operands(info.format)
        let form = info.mnemonic + (info.showsType ? ".T" : "") + (operands.isEmpty ? "" : " " + operands)
        let columns = [
            "`\(form)`", types(info.types), results(info.results), effects(info.effects), meaning(opcode).text,
        ]
        return "| " + columns.joined(separator: " | ") + " |\n"
    }

    // Columns.

    private static func operands(_ format: Format) -> String {
        switch format {
        case .nullary: ""
        case .trap: "CODE"
        case .immediate, .number: "N"
        case .unary: "a"
        case .binary: "a, b"
        case .ternary: "a, b, c"
        case .integerCompare, .floatCompare, .dynamicCompare: "COND a, b"
        case .dynamicBinary: "RULE a, b"
        case .global: "@g + N"
        case .function: "@f"
        case .slot: "ss + N"
        case .variableGet: "x"
        case .variableSet: "x, b"
        case .rootGet: "@r"
        case .rootSet: "@r, b"
        case .load: "a + N"
        case .store: "a + N, b"
        case .fieldGet: "a, N"
        case .fieldSet: "a, N, b"
        case .call: "@f(…)"
        case .indirectCall: "SIGNATURE (callee, …)"
        case .closureCall: "(closure, …)"
        case .send: "\"selector\"(receiver, …)"
        case .service: "@s(…)"
        case .closure: "@f(…)"
        case .jump: "block(…)"
        case .branch: "a, block(…), block(…)"
        case .switchTable: "a { N: block(…), default: block(…) }"
        case .list: "…"
        }
    }

    private static func types(_ rule: TypeRule) -> String {
        switch rule {
        case .none: ""
        case .integers: "T integer; operands T"
        case .integersAndFlag: "T integer, not i1; a, b: T; c: i1"
        case .floats: "T float; operands T"
        case .halfFloats: "T = f16; operands T"
        case .integerConstant: "T integer"
        case .floatConstant: "T float"
        case .compareIntegers: "T integer or ptr; operands T"
        case .compareFloats: "T float; operands T"
        case .select: "a: i1; b, c: T"
        case .narrowInteger: "T integer; a: wider integer"
        case .widenInteger: "T integer; a: narrower integer"
        case .reinterpret: "T, a: integer or float of one width"
        case .insert: "T integer; a: T; b: narrower integer"
        case .integerToFloat: "T float; a: integer, not i1"
        case .floatToInteger: "T integer, not i1; a: float"
        case .narrowFloat: "T float; a: wider float"
        case .widenFloat: "T float; a: narrower float"
        case .pointerToInteger: "T integer, not i1; a: ptr"
        case .integerToPointer: "T = ptr; a: integer, not i1"
        case .pointerSum: "T = ptr; a: ptr; b: integer, not i1"
        case .address: "T address"
        case .load: "T integer, float or ptr; a: address"
        case .store: "T integer, float or ptr; a: address; b: T"
        case .variable: "T of the variable"
        case .allocate: "T = $layout"
        case .allocateElements: "T = $layout; a: i32"
        case .indexed: "T of the elements; a: $layout, b: i32, c: T"
        case .indexedCount: "a: $layout"
        case .indexedRanges: "target $layout, start i32, source $layout, start i32, count i32"
        case .field: "T of the field; a: $layout; b: T"
        case .dynamic: "operands any"
        case .unbox: "T not any; a: any"
        case .box: "T not any; a: T"
        case .dynamicOrReference: "T any or $layout; operands T"
        case .element: "aggregate any, count or index i32, element any"
        case .byteElement: "aggregate any, count or index i32, byte i32"
        case .byteRanges: "target any, start i32, source any, start i32, count i32"
        case .signature: "as the signature says"
        case .condition: "a: i1"
        case .switchValue: "T integer; a: T"
        case .returned: "the function's results"
        }
    }

    private static func results(_ rule: ResultRule) -> String {
        switch rule {
        case .none: ""
        case .own: "T"
        case .flag: "i1"
        case .ownAndFlag: "T, i1"
        case .dynamic: "any"
        case .word: "i32"
        case .signature: "the callee's"
        }
    }

    private static func effects(_ effects: Effects) -> String {
        let names: [(Effects, String)] = [
            (.reads, "reads"), (.writes, "writes"), (.allocates, "allocates"), (.traps, "traps"), (.calls, "calls"),
            (.terminates, "terminates"), (.variable, "variable"),
        ]
        return names.filter { effects.contains($0.0) }.map(\.1).joined(separator: ", ")
    }

    // Meanings.

    private static func meaning(_ opcode: Opcode) -> (family: Family, text: String) {
        switch opcode {
        case .iconst: (.constants, "The integer N, given with or without sign.")
        case .fconst: (.constants, "The float with the bits N, or the decimal number N rounded to T.")
        case .nilConst: (.constants, "The nil value: of the language for any, no object for a reference.")
        case .globalAddr: (.constants, "The address of a global, plus N bytes.")
        case .functionAddr: (.constants, "The address of a function, for `call_indirect`.")
        case .slotAddr: (.constants, "The address of a stack slot of this call, plus N bytes.")

        case .add: (.integers, "a + b.")
        case .sub: (.integers, "a - b.")
        case .mul: (.integers, "The low half of a · b.")
        case .sdiv: (.integers, "a / b, signed, rounded toward zero. Traps when b is 0; INT_MIN / -1 is INT_MIN.")
        case .udiv: (.integers, "a / b, unsigned. Traps when b is 0.")
        case .srem: (.integers, "a - b · (a / b), signed: the sign is a's. Traps when b is 0; INT_MIN rem -1 is 0.")
        case .urem: (.integers, "a mod b, unsigned. Traps when b is 0.")
        case .and: (.integers, "Bitwise and.")
        case .or: (.integers, "Bitwise or.")
        case .xor: (.integers, "Bitwise exclusive or.")
        case .not: (.integers, "All bits inverted.")
        case .neg: (.integers, "0 - a.")
        case .shl: (.integers, "a shifted left by b modulo the width; zeros come in.")
        case .lshr: (.integers, "a shifted right by b modulo the width; zeros come in.")
        case .ashr: (.integers, "a shifted right by b modulo the width; copies of the sign come in.")
        case .umulh: (.integers, "The high half of a · b, unsigned.")
        case .smulh: (.integers, "The high half of a · b, signed.")
        case .clz: (.integers, "The number of zeros above the highest one; the width for 0.")
        case .ctz: (.integers, "The number of zeros below the lowest one; the width for 0.")
        case .popcnt: (.integers, "The number of ones.")
        case .addCarry: (.integers, "a + b + c, and the carry out of the highest bit.")
        case .subBorrow: (.integers, "a - b - c, and the borrow: whether a < b + c, unsigned and without wrapping.")
        case .insert: (.integers, "a with its low bits replaced by b.")
        case .ptrAdd: (.integers, "The address a + b, b sign-extended or cut to a pointer's width; the sum wraps.")

        case .fadd: (.floats, "a + b.")
        case .fsub: (.floats, "a - b.")
        case .fmul: (.floats, "a · b.")
        case .fdiv: (.floats, "a / b.")
        case .fneg: (.floats, "The sign bit inverted; nothing else changes, not even in a NaN.")
        case .fabs: (.floats, "The sign bit cleared; nothing else changes, not even in a NaN.")
        case .fsqrt: (.floats, "The square root; NaN below zero, -0 of -0.")
        case .fmin: (.floats, "IEEE 754-2019 minimum: NaN if an operand is NaN; -0 is less than +0.")
        case .fmax: (.floats, "IEEE 754-2019 maximum: NaN if an operand is NaN; -0 is less than +0.")
        case .hsxFmul:
            (.floats, "The product of the HSX float unit: below the smallest normal number it never rounds up to it.")
        case .hsxFdiv: (.floats, "The quotient of the HSX float unit: x / ±0 is 0 with the sign of x, 0 / 0 is 0.")

        case .icmp: (.comparisons, "Whether the integer condition holds; a pointer counts as an integer of its width.")
        case .fcmp: (.comparisons, "Whether the float condition holds.")
        case .select: (.comparisons, "b if a, else c; both have been computed.")

        case .trunc: (.conversions, "The low bits.")
        case .zext: (.conversions, "Zeros above the bits of a.")
        case .sext: (.conversions, "Copies of the sign above the bits of a; of i1, all ones for 1.")
        case .bitcast: (.conversions, "The same bits.")
        case .sitofp: (.conversions, "The nearest float, a signed.")
        case .uitofp: (.conversions, "The nearest float, a unsigned.")
        case .fptosi: (.conversions, "Rounded toward zero; the nearest signed integer when out of range; 0 for NaN.")
        case .fptoui: (.conversions, "Rounded toward zero; the nearest unsigned integer when out of range; 0 for NaN.")
        case .fptrunc: (.conversions, "The nearest float of the narrower type.")
        case .fpext: (.conversions, "The same number; NaN becomes the canonical NaN.")
        case .ptrToInt: (.conversions, "The address, cut to T or with zeros above.")
        case .intToPtr: (.conversions, "The pointer with this address, cut to a pointer's width or with zeros above.")

        case .varGet: (.memory, "The value of a variable; zero or nil before it is set.")
        case .varSet: (.memory, "Sets a variable.")
        case .load: (.memory, "The value at address a + N, little-endian; an i1 is the lowest bit of its byte.")
        case .store: (.memory, "Writes b to address a + N, little-endian; an i1 takes a byte.")
        case .volatileLoad: (.memory, "As `load`, and counts as output.")
        case .volatileStore: (.memory, "As `store`, and counts as output.")

        case .alloc: (.objects, "A new object of the layout; its fields are zero or nil.")
        case .allocElements:
            (
                .objects,
                "A new object of the layout with a elements; fields and elements are zero or nil. Traps when a is negative or too large."
            )
        case .elementGet:
            (.objects, "Element b of the object, from 0. Traps when a is no object or has no such element.")
        case .elementSet: (.objects, "Sets element b of the object to c. Traps as `element_get`.")
        case .elementCount: (.objects, "The number of elements. Traps when a is no object.")
        case .elementsCopy:
            (
                .objects,
                "Copies so many elements, as if each was read before any is written: the ranges may overlap. Traps as `element_get`, before anything is written, when a range does not lie within its object. The count is unsigned; a range of no elements may lie behind the last one."
            )
        case .fieldGet: (.objects, "Field N of the object. Traps when a is no object.")
        case .fieldSet: (.objects, "Sets field N of the object to b. Traps when a is no object.")
        case .arrayNew: (.objects, "A new array of a elements, all nil. Traps when a is negative or too large.")
        case .arrayGet: (.objects, "Element b of array a, from 0. Traps when a is no array or has no such element.")
        case .arraySet: (.objects, "Sets element b of array a to c. Traps as `array_get`.")
        case .arrayLength: (.objects, "The number of elements. Traps when a is no array.")
        case .bytesNew: (.objects, "A new byte array of a bytes, all zero. Traps when a is negative or too large.")
        case .bytesGet: (.objects, "Byte b of byte array a, 0 to 255. Traps as `array_get`.")
        case .bytesSet: (.objects, "Sets byte b of byte array a to the low 8 bits of c. Traps as `array_get`.")
        case .bytesCopy:
            (
                .objects,
                """
                Copies so many bytes, as if each was read before any is written: the ranges may overlap. Traps as \
                `array_get`, before anything is written, when a range does not lie within its byte array. The count is \
                unsigned; a range of no bytes may lie behind the last one.
                """
            )
        case .bytesLength: (.objects, "The number of bytes. Traps when a is no byte array.")
        case .cellNew: (.objects, "A new cell that holds a: a variable that closures share.")
        case .cellGet: (.objects, "What the cell holds. Traps when a is no cell.")
        case .cellSet: (.objects, "Makes cell a hold b. Traps when a is no cell.")
        case .closure: (.objects, "A new closure of a function with the captured values.")
        case .rootGet: (.objects, "What a root of the module holds.")
        case .rootSet: (.objects, "Makes a root of the module hold b; it is no constant one.")

        case .isInt: (.dynamics, "Whether a is a small integer.")
        case .isNil: (.dynamics, "Whether a is nil.")
        case .isRef: (.dynamics, "Whether a is a value of type T: `unbox` would not trap.")
        case .box: (.dynamics, "a as a dynamic value.")
        case .unbox: (.dynamics, "The T in a. Traps when a holds something else.")
        case .dynAdd: (.dynamics, "a + b as the language has it; RULE says what overflow does.")
        case .dynSub: (.dynamics, "a - b as the language has it; RULE says what overflow does.")
        case .dynMul: (.dynamics, "a · b as the language has it; RULE says what overflow does.")
        case .dynDiv: (.dynamics, "a / b as the language has it; RULE says what overflow does.")
        case .dynRem: (.dynamics, "The remainder as the language has it; RULE says what overflow does.")
        case .dynCmp: (.dynamics, "Whether the integer condition holds between two numbers.")
        case .dynEq: (.dynamics, "Whether a and b are identical: the same object or equal small values.")
        case .dynTruthy: (.dynamics, "Whether a counts as true.")
        case .layoutOf:
            (
                .dynamics,
                "The number of the layout of which a is an object, from 1 in the order of the module; 0 for any other value."
            )
        case .closureArity: (.dynamics, "How many arguments calls of closure a pass; -1 when a is no closure.")
        case .unwinding: (.dynamics, "The mark of a call that is being unwound: a value that is no other.")
        case .unwound: (.dynamics, "Whether a is the mark of a call that is being unwound.")

        case .call: (.calls, "Calls a function.")
        case .callIndirect: (.calls, "Calls the function at an address, which must have this signature.")
        case .callClosure: (.calls, "Calls a closure.")
        case .send: (.calls, "Sends a message: the receiver picks the method.")
        case .service: (.calls, "Calls a service of the target's system.")
        case .tailCall: (.calls, "Returns what the function gives; the caller's frame is gone by then.")
        case .tailCallIndirect: (.calls, "As `tail_call`, of the function at an address.")
        case .tailCallClosure: (.calls, "As `tail_call`, of a closure.")
        case .tailSend: (.calls, "As `tail_call`, of the method that the receiver picks.")
        case .breakpoint: (.calls, "Stops for a debugger, which is told N; without one, goes on.")

        case .nop: (.control, "Does nothing.")
        case .jump: (.control, "Goes to a block.")
        case .branch: (.control, "Goes to the first block if a, else to the second.")
        case .switch: (.control, "Goes to the block of the case that a equals, else to the default.")
        case .ret: (.control, "Returns the values.")
        case .trap: (.control, "Stops the program for the reason CODE.")
        case .unreachable: (.control, "Promises that control never comes here; what happens if it does is undefined.")
        }
    }
}
