// Sends each instruction to the lowering of its family, and makes constants.

import CBinaryen
import IR

extension FunctionLowering {
    /// Lowers an instruction that is no terminator.
    mutating func lower(_ id: InstructionID) {
        let data = function[id]
        begin(id)
        if lowerLowHalf(id, data) { return }
        switch data.opcode {
        case .iconst, .fconst, .nilConst, .globalAddr, .functionAddr, .unwinding, .nop: break
        case .add: if !lowerRotation(id, data) { lowerBinary(id, data, .add) }
        case .or: if !lowerRotation(id, data) { lowerBinary(id, data, .or, clean: .ifBoth) }
        case .xor: if !lowerRotation(id, data) { lowerBinary(id, data, .xor, clean: .ifBoth) }
        case .and: lowerBinary(id, data, .and, clean: .ifEither)
        case .sub: lowerBinary(id, data, .sub)
        case .mul: lowerBinary(id, data, .mul)
        case .shl: lowerShift(id, data, .shl)
        case .lshr: lowerShift(id, data, .lshr, isClean: true)
        case .ashr: lowerShift(id, data, .ashr, isSigned: true)
        case .not: lowerNot(id, data)
        case .neg: lowerNegation(id, data)
        case .clz: lowerLeadingZeros(id, data)
        case .ctz: lowerTrailingZeros(id, data)
        case .popcnt: lowerOnesCount(id, data)
        case .sdiv: lowerSignedDivision(id, data, isRemainder: false)
        case .srem: lowerSignedDivision(id, data, isRemainder: true)
        case .udiv: lowerUnsignedDivision(id, data, .udiv)
        case .urem: lowerUnsignedDivision(id, data, .urem)
        case .umulh: lowerHighProduct(id, data, isSigned: false)
        case .smulh: lowerHighProduct(id, data, isSigned: true)
        case .addCarry: lowerSumWithCarry(id, data)
        case .subBorrow: lowerDifferenceWithBorrow(id, data)
        case .insert: lowerInsert(id, data)
        case .ptrAdd: lowerPointerSum(id, data)
        case .fadd: lowerFloatBinary(id, data, .add)
        case .fsub: lowerFloatBinary(id, data, .sub)
        case .fmul: lowerFloatBinary(id, data, .mul)
        case .fdiv: lowerFloatBinary(id, data, .div)
        case .fmin: lowerFloatBinary(id, data, .min)
        case .fmax: lowerFloatBinary(id, data, .max)
        case .fneg: lowerFloatUnary(id, data, .neg)
        case .fabs: lowerFloatUnary(id, data, .abs)
        case .fsqrt: lowerFloatUnary(id, data, .sqrt)
        case .icmp: lowerIntegerComparison(id, data)
        case .fcmp: lowerFloatComparison(id, data)
        case .select: lowerSelect(id, data)
        case .trunc, .zext, .ptrToInt, .intToPtr: lowerWidthChange(id, data)
        case .sext: lowerSignExtension(id, data)
        case .bitcast: lowerBitcast(id, data)
        case .sitofp: lowerIntegerToFloat(id, data, isSigned: true)
        case .uitofp: lowerIntegerToFloat(id, data, isSigned: false)
        case .fptosi: lowerFloatToInteger(id, data, isSigned: true)
        case .fptoui: lowerFloatToInteger(id, data, isSigned: false)
        case .fptrunc, .fpext: lowerFloatWidthChange(id, data)
        case .load, .volatileLoad: lowerLoad(id, data)
        case .store, .volatileStore: lowerStore(id, data)
        case .call: lowerCall(id, data)
        case .callIndirect: lowerIndirectCall(id, data)
        case .service: lowerService(id, data)
        case .breakpoint: emit(fault(context.breakpointLine(data.b)), .call)
        case .tailCall, .tailCallIndirect, .tailCallClosure, .jump, .branch, .switch, .ret, .trap,
            .unreachable:
            preconditionFailure("FunctionLowering: a terminator in the middle of a block")
        case .alloc: lowerAlloc(id, data)
        case .fieldGet: lowerFieldGet(id, data)
        case .fieldSet: lowerFieldSet(id, data)
        case .allocElements: lowerAllocElements(id, data)
        case .elementGet: lowerIndexedGet(id, data)
        case .elementSet: lowerIndexedSet(data)
        case .elementCount: lowerIndexedCount(id, data)
        case .elementsCopy: lowerElementsCopy(data)
        case .arrayNew: lowerArrayNew(id, data, .array)
        case .arrayGet: lowerElementGet(id, data, .array)
        case .arraySet: lowerElementSet(data, .array)
        case .arrayLength: lowerLength(id, data, .array)
        case .bytesNew: lowerArrayNew(id, data, .bytes)
        case .bytesGet: lowerElementGet(id, data, .bytes)
        case .bytesSet: lowerElementSet(data, .bytes)
        case .bytesCopy: lowerBytesCopy(data)
        case .bytesLength: lowerLength(id, data, .bytes)
        case .cellNew: lowerCellNew(id, data)
        case .cellGet: lowerCellGet(id, data)
        case .cellSet: lowerCellSet(data)
        case .rootGet: lowerRootGet(id, data)
        case .rootSet: lowerRootSet(data)
        case .closure: lowerClosure(id, data)
        case .callClosure: lowerClosureCall(id, data)
        case .isInt: lowerSmallIntegerTest(id, data)
        case .isNil: lowerNilTest(id, data)
        case .isRef: lowerReferenceTest(id, data)
        case .box: lowerBox(id, data)
        case .unbox: lowerUnbox(id, data)
        case .dynEq: lowerIdentity(id, data)
        case .layoutOf: lowerLayoutOf(id, data)
        case .closureArity: lowerClosureArity(id, data)
        case .unwound: lowerUnwindingTest(id, data)
        case .slotAddr, .hsxFmul, .hsxFdiv, .varGet, .varSet, .dynAdd, .dynSub, .dynMul, .dynDiv, .dynRem, .dynCmp,
            .dynTruthy, .send, .tailSend:
            preconditionFailure("FunctionLowering: \(data.opcode) in a legal module")
        }
    }

    /// The constant that an instruction makes; nil when it makes none.
    func constantExpression(_ data: Instruction) -> WasmExpression? {
        switch data.opcode {
        case .iconst: return integer(data.immediate, data.type)
        case .fconst:
            return data.type == .f32
                ? wasm.single(bits: UInt32(truncatingIfNeeded: data.immediate)) : wasm.double(bits: data.immediate)
        case .globalAddr, .functionAddr: return knownAddress(data).map { integer($0, context.scalar(data.type)) }
        case .nilConst: return wasm.null(context.wasmType(data.type))
        case .rootGet:
            guard context.module.roots[data.root].isConstant else { return nil }
            return objects.roots.value(data.root, wasm)
        case .unwinding: return objects.roots.unwinding(wasm)
        case .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr, .not, .neg, .clz, .ctz, .popcnt, .sdiv, .udiv,
            .srem, .urem, .umulh, .smulh, .addCarry, .subBorrow, .insert, .ptrAdd, .fadd, .fsub, .fmul, .fdiv, .fmin,
            .fmax, .fneg, .fabs, .fsqrt, .icmp, .fcmp, .select, .trunc, .zext, .sext, .ptrToInt, .intToPtr, .bitcast,
            .sitofp, .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .load, .store, .volatileLoad, .volatileStore, .call,
            .callIndirect, .service,
            .breakpoint, .tailCall, .tailCallIndirect, .jump, .branch, .switch, .ret, .trap, .unreachable, .nop,
            .slotAddr, .hsxFmul, .hsxFdiv, .varGet, .varSet, .alloc, .fieldGet, .fieldSet, .allocElements, .elementGet,
            .elementSet, .elementCount, .elementsCopy, .arrayNew, .arrayGet,
            .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet, .bytesCopy, .bytesLength, .cellNew, .cellGet,
            .cellSet,
            .rootSet, .closure, .isInt, .isNil, .isRef, .box, .unbox, .dynAdd, .dynSub, .dynMul,
            .dynDiv, .dynRem,
            .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwound, .callClosure, .send,
            .tailCallClosure, .tailSend:
            return nil
        }
    }

    /// An integer constant; of `value` the bits of `type` count.
    func integer(_ value: UInt64, _ type: Type) -> WasmExpression {
        type == .i64
            ? wasm.constant(Int64(bitPattern: value))
            : wasm.constant(Int32(truncatingIfNeeded: value & type.integerMask))
    }

    /// The number that `global_addr` or `func_addr` stands for.
    func knownAddress(_ data: Instruction) -> UInt64? {
        switch data.opcode.info.format {
        case .global: context.placement.addresses[data.global] &+ UInt64(bitPattern: Int64(data.offset))
        case .function: context.address(of: data.function)
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet,
            .call,
            .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            nil
        }
    }

    // MARK: Faults

    /// Prints a line and ends the program with status 70.
    func fault(_ line: RuntimeData.Text) -> WasmExpression {
        wasm.call(
            SupportFunctions.fault,
            [wasm.constant(Int32(bitPattern: line.address)), wasm.constant(Int32(bitPattern: line.length))], .none)
    }

    /// Ends the program for the reason `code` in place of the current instruction.
    func stop(_ code: TrapCode) -> WasmExpression {
        if !context.reportsTraps { return wasm.unreachable() }
        return wasm.block([fault(context.trapLine(code, at: sourceLocation)), wasm.unreachable()])
    }

    /// A statement that traps if `condition`; the operands in it have been taken.
    mutating func emitTrap(_ code: TrapCode, if condition: WasmExpression) {
        emit(wasm.conditional(condition, stop(code)), .traps)
    }
}
