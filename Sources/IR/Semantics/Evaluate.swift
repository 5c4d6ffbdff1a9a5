// The meaning of every opcode whose result follows from its operands; constant folding and the interpreter share it.
// Requires: operands are raw bits, zero-extended from the width of their types; the instruction obeys the type rules of
// the opcode table.

/// Computes instructions on constants.
public enum Evaluate {
    /// Computes `instruction` on the operands `a`, `b` and `c`, unused ones being 0.
    ///
    /// `source` is the operand type that the instruction's own type does not imply, as `sourceType` answers it; a
    /// pointer takes `pointerBytes` bytes.
    public static func instruction(
        _ instruction: Instruction, source: Type, _ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0, pointerBytes: Int = 4
    ) -> Evaluation {
        switch instruction.opcode.info.format {
        case .immediate: .value(instruction.immediate)
        case .nullary, .trap, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary,
            .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet,
            .fieldSet, .call,
            .indirectCall,
            .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            operation(
                instruction.opcode, aux: instruction.aux, instruction.type, source: source, a, b, c,
                pointerBytes: pointerBytes)
        }
    }

    /// Computes `instruction` of `function` where `constant` knows all of its operands; nil where it does not.
    public static func instruction(
        _ instruction: InstructionID, in function: Function, pointerBytes: Int = 4, constant: (ValueID) -> UInt64?
    ) -> Evaluation? {
        let data = function[instruction]
        let source = sourceType(data, in: function)
        func compute(_ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0) -> Evaluation {
            self.instruction(data, source: source, a, b, c, pointerBytes: pointerBytes)
        }
        switch data.opcode.info.format {
        case .immediate: return .value(data.immediate)
        case .unary:
            guard let a = constant(data.valueA) else { return nil }
            return compute(a)
        case .binary, .integerCompare, .floatCompare:
            guard let a = constant(data.valueA), let b = constant(data.valueB) else { return nil }
            return compute(a, b)
        case .ternary:
            guard let a = constant(data.valueA), let b = constant(data.valueB), let c = constant(data.valueC) else {
                return nil
            }
            return compute(a, b, c)
        case .nullary, .trap, .dynamicCompare, .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet,
            .rootGet, .rootSet,
            .load,
            .store, .fieldGet, .fieldSet, .call, .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch,
            .switchTable, .list, .number:
            return .notPure
        }
    }

    /// The operand type that the instruction's own type does not imply: the second operand's of `insert` and `ptr_add`,
    /// the first operand's of a conversion; the own type where there is none.
    public static func sourceType(_ instruction: Instruction, in function: Function) -> Type {
        switch instruction.opcode.info.types {
        case .insert, .pointerSum: function.type(instruction.valueB)
        case .narrowInteger, .widenInteger, .reinterpret, .integerToFloat, .floatToInteger, .narrowFloat, .widenFloat,
            .pointerToInteger, .integerToPointer:
            function.type(instruction.valueA)
        case .none, .integers, .integersAndFlag, .floats, .halfFloats, .integerConstant, .floatConstant,
            .compareIntegers,
            .compareFloats, .select, .address, .load, .store, .variable, .allocate, .allocateElements, .indexed,
            .indexedCount, .indexedRanges, .field, .dynamic, .unbox, .box,
            .dynamicOrReference, .element, .byteElement, .byteRanges, .signature, .condition, .switchValue, .returned:
            instruction.type
        }
    }

    // Typed entry points.

    public static func unary(
        _ opcode: Opcode, from source: Type, to type: Type, _ a: UInt64, pointerBytes: Int = 4
    ) -> Evaluation {
        operation(opcode, type, source: source, a, pointerBytes: pointerBytes)
    }

    /// `source` is the type of the second operand of `insert` and `ptr_add`; every other binary opcode ignores it.
    public static func binary(
        _ opcode: Opcode, _ type: Type, source: Type = .i8, _ a: UInt64, _ b: UInt64, pointerBytes: Int = 4
    ) -> Evaluation {
        operation(opcode, type, source: source, a, b, pointerBytes: pointerBytes)
    }

    public static func select(_ condition: UInt64, _ yes: UInt64, _ no: UInt64) -> UInt64 {
        condition & 1 == 0 ? no : yes
    }

    /// Computes an opcode; `aux` is the condition of a comparison.
    public static func operation(
        _ opcode: Opcode, aux: UInt8 = 0, _ type: Type, source: Type, _ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0,
        pointerBytes: Int = 4
    ) -> Evaluation {
        switch opcode {
        case .add: return .value((a &+ b) & mask(type))
        case .sub: return .value((a &- b) & mask(type))
        case .mul: return .value((a &* b) & mask(type))
        case .and: return .value(a & b)
        case .or: return .value(a | b)
        case .xor: return .value(a ^ b)
        case .not: return .value(~a & mask(type))
        case .neg: return .value((0 &- a) & mask(type))
        case .shl: return .value((a &<< shiftAmount(b, type)) & mask(type))
        case .lshr: return .value(a &>> shiftAmount(b, type))
        case .ashr: return .value(UInt64(bitPattern: signed(a, type) &>> shiftAmount(b, type)) & mask(type))
        case .sdiv: return signedQuotient(type, a, b)
        case .srem: return signedRemainder(type, a, b)
        case .udiv: return b == 0 ? .trap(.divideByZero) : .value(a / b)
        case .urem: return b == 0 ? .trap(.divideByZero) : .value(a % b)
        case .umulh: return .value(unsignedHighProduct(type, a, b))
        case .smulh: return .value(signedHighProduct(type, a, b))
        case .clz: return .value(UInt64(a.leadingZeroBitCount) - (64 - width(type)))
        case .ctz: return .value(min(UInt64(a.trailingZeroBitCount), width(type)))
        case .popcnt: return .value(UInt64(a.nonzeroBitCount) & mask(type))
        case .addCarry: return addCarry(type, a, b, c)
        case .subBorrow: return subBorrow(type, a, b, c)
        case .insert: return .value(a & ~mask(source) | b & mask(source))
        case .ptrAdd:
            return .value((a &+ UInt64(bitPattern: signed(b, source))) & pointerMask(pointerBytes))

        case .fadd: return .value(floatBinary(type, a, b, single: +, double: +))
        case .fsub: return .value(floatBinary(type, a, b, single: -, double: -))
        case .fmul: return .value(floatBinary(type, a, b, single: *, double: *))
        case .fdiv: return .value(floatBinary(type, a, b, single: /, double: /))
        case .fneg: return .value(a ^ FloatFormat.of(type).signBit)
        case .fabs: return .value(a & ~FloatFormat.of(type).signBit)
        case .fsqrt: return .value(squareRoot(type, a))
        case .fmin: return .value(extremum(type, a, b, isMinimum: true))
        case .fmax: return .value(extremum(type, a, b, isMinimum: false))
        case .hsxFmul: return .value(hsxProduct(a, b))
        case .hsxFdiv: return .value(hsxQuotient(a, b))

        case .icmp:
            let condition = IntegerCondition(rawValue: aux) ?? .eq
            return .value(compare(condition, type, a, b, pointerBytes: pointerBytes) ? 1 : 0)
        case .fcmp: return .value(compare(FloatCondition(rawValue: aux) ?? .oeq, type, a, b) ? 1 : 0)
        case .select: return .value(select(a, b, c))

        case .trunc, .ptrToInt: return .value(a & mask(type))
        case .zext, .bitcast: return .value(a)
        case .sext: return .value(UInt64(bitPattern: signed(a, source)) & mask(type))
        case .intToPtr: return .value(a & pointerMask(pointerBytes))
        case .sitofp: return .value(float(ofSigned: signed(a, source), type))
        case .uitofp: return .value(float(ofUnsigned: a, type))
        case .fptosi: return .value(signedInteger(of: double(a, source), type))
        case .fptoui: return .value(unsignedInteger(of: double(a, source), type))
        case .fptrunc, .fpext: return .value(bits(rounding: double(a, source), type))

        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .slotAddr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore,
            .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet,
            .bytesCopy,
            .bytesLength,
            .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd,
            .dynSub, .dynMul,
            .dynDiv,
            .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound, .call, .callIndirect,
            .callClosure, .send, .service,
            .tailCall,
            .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch, .switch, .ret, .trap,
            .unreachable:
            return .notPure
        }
    }
}
