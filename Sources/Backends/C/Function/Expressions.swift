// Expressions: one function for each family of opcodes; those of a family that needs more room are in files of their
// own.

import BackendKit
import IR
import Support

extension FunctionWriter {
    /// Writes the value as an expression that fits where `minimum` is asked for.
    mutating func write(_ value: ValueID, _ minimum: Precedence) {
        switch placement[value] {
        case .variable, .unneeded: text.write(name(value))
        case .folded, .repeated:
            guard let instruction = function.definingInstruction(value) else {
                preconditionFailure("FunctionWriter: a parameter is always a variable")
            }
            writeExpression(instruction, minimum)
        }
    }

    /// Writes an expression of precedence `own`, in parentheses where `minimum` asks for more.
    mutating func operation(_ own: Precedence, _ minimum: Precedence, _ body: (inout FunctionWriter) -> Void) {
        let needsParentheses = own < minimum
        if needsParentheses { text.write("(") }
        body(&self)
        if needsParentheses { text.write(")") }
    }

    /// Writes `left operator right`.
    mutating func binary(
        _ left: ValueID, _ symbol: String, _ right: ValueID, _ own: Precedence, _ minimum: Precedence
    ) {
        let isLevel = own == .additive || own == .multiplicative
        operation(own, minimum) { writer in
            writer.write(left, isLevel ? own : .unary)
            writer.text.write(" \(symbol) ")
            writer.write(right, own == .additive ? .multiplicative : .unary)
        }
    }

    /// Writes a cast of what `body` writes, which must bind like a unary expression.
    mutating func cast(_ type: String, _ minimum: Precedence, _ body: (inout FunctionWriter) -> Void) {
        operation(.unary, minimum) { writer in
            writer.text.write("(\(type))")
            body(&writer)
        }
    }

    /// Writes a call of a helper with values as arguments.
    mutating func call(_ helper: String, _ arguments: ValueID...) {
        text.write(helper + "(")
        for (index, argument) in arguments.enumerated() {
            if index > 0 { text.write(", ") }
            write(argument, .any)
        }
        text.write(")")
    }

    /// The constant that the value is.
    func constant(_ value: ValueID) -> UInt64? {
        guard let instruction = function.definingInstruction(value), function[instruction].opcode == .iconst else {
            return nil
        }
        return function[instruction].immediate
    }

    /// Writes a value whose bits `observer` shows: a NaN becomes the canonical one.
    mutating func writeObserved(_ value: ValueID, by observer: Opcode, _ minimum: Precedence = .any) {
        guard observed.mustCanonicalise(value, for: observer) else { return write(value, minimum) }
        text.write(type(value) == .f32 ? "hub_canonical32(" : "hub_canonical64(")
        write(value, .any)
        text.write(")")
    }

    /// Writes what an instruction computes. One line an opcode, so this is longer than functions usually are.
    mutating func writeExpression(_ instruction: InstructionID, _ minimum: Precedence) {
        let data = function[instruction]
        switch data.opcode {
        case .iconst: text.write(Literal.integer(data.immediate, data.type))
        case .fconst: writeFloat(data, minimum)
        case .globalAddr, .functionAddr, .slotAddr: writeAddress(data, minimum)
        case .add: writeSum(data, minimum)
        case .sub: writeDifference(data, minimum)
        case .mul: writeProduct(data, minimum)
        case .and: writeMasking(data, "&", minimum)
        case .or: writeMasking(data, "|", minimum)
        case .xor: writeMasking(data, "^", minimum)
        case .not: writeNot(data, minimum)
        case .neg: writeNegation(data, minimum)
        case .shl: writeLeftShift(data, minimum)
        case .lshr: writeRightShift(data, minimum)
        case .ashr: writeSignedShift(data, minimum)
        case .insert: writeInsert(data, minimum)
        case .sdiv, .srem: writeDivision(data, isSigned: true, minimum)
        case .udiv, .urem: writeDivision(data, isSigned: false, minimum)
        case .umulh: writeHighProduct(data, isSigned: false, minimum)
        case .smulh: writeHighProduct(data, isSigned: true, minimum)
        case .clz: writeLeadingZeros(data, minimum)
        case .ctz: writeTrailingZeros(data, minimum)
        case .popcnt: writePopulation(data, minimum)
        case .fadd: binary(data.valueA, "+", data.valueB, .additive, minimum)
        case .fsub: binary(data.valueA, "-", data.valueB, .additive, minimum)
        case .fmul: binary(data.valueA, "*", data.valueB, .multiplicative, minimum)
        case .fdiv: binary(data.valueA, "/", data.valueB, .multiplicative, minimum)
        case .fneg: writeFloatNegation(data, minimum)
        case .fabs, .fsqrt: call("hub_\(data.opcode.info.mnemonic)\(data.type.bits ?? 64)", data.valueA)
        case .fmin, .fmax:
            call("hub_\(data.opcode.info.mnemonic)\(data.type.bits ?? 64)", data.valueA, data.valueB)
        case .icmp: writeComparison(data, minimum)
        case .fcmp: writeFloatComparison(data, minimum)
        case .select: writeSelect(data, minimum)
        case .trunc: writeTruncation(data, minimum)
        case .zext: writeZeroExtension(data, minimum)
        case .sext: writeSignExtension(data, minimum)
        case .bitcast: writeBitcast(data, minimum)
        case .sitofp: cast(program.types.name(data.type), minimum) { $0.writeSigned(data.valueA, .unary) }
        case .uitofp, .fptrunc, .fpext: cast(program.types.name(data.type), minimum) { $0.write(data.valueA, .unary) }
        case .fptosi: call("hub_to_s\(data.type.bits ?? 64)", data.valueA)
        case .fptoui: call("hub_to_u\(data.type.bits ?? 64)", data.valueA)
        case .ptrAdd: writePointerSum(data, minimum)
        case .ptrToInt: writePointerToInteger(data, minimum)
        case .intToPtr: writeIntegerToPointer(data, minimum)
        case .load, .volatileLoad: writeLoad(data, minimum)
        case .call, .callIndirect: writeCall(instruction, minimum)
        case .addCarry, .subBorrow, .store, .volatileStore, .service, .breakpoint, .nop, .jump, .branch, .switch, .ret,
            .trap,
            .unreachable, .tailCall, .tailCallIndirect:
            preconditionFailure("FunctionWriter: \(data.opcode) is a statement")
        case .nilConst: text.write("HUB_NIL")
        case .alloc: writeConstruction(instruction)
        case .allocElements: writeIndexedObject(data)
        case .elementGet: writeElement(data, minimum)
        case .elementCount: container(.elementCount, instruction)
        case .fieldGet: writeField(data, minimum)
        case .arrayNew: container(.newArray, instruction)
        case .arrayGet: container(.getElement, instruction)
        case .arrayLength: container(.arrayLength, instruction)
        case .bytesNew: container(.newBytes, instruction)
        case .bytesGet: container(.getByte, instruction)
        case .bytesLength: container(.bytesLength, instruction)
        case .cellNew: container(.newCell, instruction, isChecked: false)
        case .cellGet: container(.getCell, instruction)
        case .closure: writeClosure(data)
        case .rootGet: text.write("hub_root\(data.root.index)")
        case .isInt: container(.isInt, instruction, isChecked: false)
        case .isNil: container(.isNil, instruction, isChecked: false)
        case .layoutOf:
            core(.layoutOf, [.value(data.valueA)] + program.objects.forms.pairNumbers.map { .number($0) })
        case .closureArity: container(.closureArity, instruction, isChecked: false)
        case .unwinding: text.write("HUB_UNWINDING")
        case .unwound: container(.isUnwinding, instruction, isChecked: false)
        case .dynEq: container(.isSame, instruction, isChecked: false)
        case .isRef: writeTest(data)
        case .box: writeBox(data, minimum)
        case .unbox: writeUnbox(data, minimum)
        case .callClosure: writeClosureCall("hub_apply", function.directOperands(instruction))
        case .fieldSet, .elementSet, .elementsCopy, .arraySet, .bytesSet, .bytesCopy, .cellSet, .rootSet,
            .tailCallClosure:
            preconditionFailure("FunctionWriter: \(data.opcode) is a statement")
        case .hsxFmul, .hsxFdiv, .varGet, .varSet, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp, .dynTruthy,
            .send, .tailSend:
            preconditionFailure("FunctionWriter: \(data.opcode) is not legal for C")
        }
    }

    private mutating func writeFloat(_ data: Instruction, _ minimum: Precedence) {
        let literal = Literal.float(data.immediate, data.type)
        operation(literal.hasPrefix("-") ? .unary : .primary, minimum) { $0.text.write(literal) }
    }

    private mutating func writeSelect(_ data: Instruction, _ minimum: Precedence) {
        operation(.ternary, minimum) { writer in
            writer.write(data.valueA, .bitwise)
            writer.text.write(" ? ")
            writer.write(data.valueB, .bitwise)
            writer.text.write(" : ")
            writer.write(data.valueC, .bitwise)
        }
    }
}
