// The bytes and relocations of constants: what globals begin with.

import CLLVM
import IR

/// A constant scalar: a number, or the address of something plus a number.
enum ConstantScalar {
    case number(UInt64)
    case global(LLVMValue, addend: Int64)
    case function(LLVMValue, addend: Int64)
}

/// The initial contents of a global.
struct ConstantContents {
    var bytes: [UInt8]
    var addresses: [(offset: UInt64, scalar: ConstantScalar)] = []

    init(size: UInt64) { bytes = [UInt8](repeating: 0, count: Int(size)) }

    /// Writes the low `count` bytes of `number`, little-endian.
    mutating func write(_ number: UInt64, at offset: UInt64, count: Int) {
        for index in 0..<count { bytes[Int(offset) + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index)) }
    }
}

extension ModuleLowering {
    /// Writes `value` at `offset` of `contents`.
    mutating func write(_ value: LLVMValue, at offset: UInt64, to contents: inout ConstantContents) throws(Unsupported)
    {
        let type = value.type
        switch value.kind {
        case LLVMUndefValueValueKind, LLVMPoisonValueValueKind, LLVMConstantAggregateZeroValueKind,
            LLVMConstantPointerNullValueKind:
            return
        case LLVMConstantDataArrayValueKind, LLVMConstantDataVectorValueKind:
            var size = 0
            guard let data = LLVMGetRawDataValues(value.handle, &size) else { return }
            let raw = UnsafeRawBufferPointer(start: data, count: size)
            contents.bytes.replaceSubrange(Int(offset)..<Int(offset) + size, with: raw)
        case LLVMConstantArrayValueKind, LLVMConstantVectorValueKind:
            let step = shapes.size(type.element)
            for index in 0..<value.operandCount {
                try write(value.operand(index), at: offset + UInt64(index) * step, to: &contents)
            }
        case LLVMConstantStructValueKind:
            for index in 0..<value.operandCount {
                try write(value.operand(index), at: offset + shapes.fieldOffset(type, index), to: &contents)
            }
        case LLVMConstantIntValueKind where type.integerBits > 64:
            var start = offset
            for (leaf, limb) in zip(try shapes.leaves(type), try value.limbs()) {
                contents.write(limb, at: start, count: (leaf.bits + 7) / 8)
                start += 8
            }
        default:
            try writeScalar(value, at: offset, to: &contents)
        }
    }

    private mutating func writeScalar(
        _ value: LLVMValue, at offset: UInt64, to contents: inout ConstantContents
    ) throws(Unsupported) {
        let scalar = try constantScalar(value)
        switch scalar {
        case .number(let number):
            let size =
                value.type.kind == LLVMIntegerTypeKind
                ? (value.type.integerBits + 7) / 8 : shapes.size(value.type).asInt
            contents.write(number, at: offset, count: min(size, 8))
        case .global, .function:
            guard value.type.kind == LLVMPointerTypeKind || shapes.size(value.type) >= 4 else {
                throw Unsupported(what: "an address cut to \(value.type.text) in a constant")
            }
            contents.addresses.append((offset, scalar))
        }
    }

    /// The value of a constant scalar.
    mutating func constantScalar(_ value: LLVMValue) throws(Unsupported) -> ConstantScalar {
        switch value.kind {
        case LLVMConstantIntValueKind:
            guard let bits = value.constantBits, value.type.integerBits <= 64 else {
                throw Unsupported(what: "an integer of \(value.type.integerBits) bits")
            }
            return .number(bits)
        case LLVMConstantFPValueKind: return .number(try floatBits(value))
        case LLVMUndefValueValueKind, LLVMPoisonValueValueKind, LLVMConstantPointerNullValueKind,
            LLVMConstantAggregateZeroValueKind:
            return .number(0)
        case LLVMGlobalVariableValueKind: return .global(value, addend: 0)
        case LLVMFunctionValueKind: return .function(value, addend: 0)
        case LLVMGlobalAliasValueKind: return try constantScalar(LLVMValue(LLVMAliasGetAliasee(value.handle)))
        case LLVMBlockAddressValueKind: return .number(labelNumber(value))
        case LLVMConstantExprValueKind: return try expression(value)
        case LLVMGlobalIFuncValueKind: throw Unsupported(what: "the indirect function '\(value.name)'")
        default: throw Unsupported(what: "the constant \(value.text)")
        }
    }

    private func floatBits(_ value: LLVMValue) throws(Unsupported) -> UInt64 {
        let bits: UInt32
        switch value.type.kind {
        case LLVMHalfTypeKind: bits = 16
        case LLVMFloatTypeKind: bits = 32
        case LLVMDoubleTypeKind: bits = 64
        default: throw Unsupported(what: "a value of type \(value.type.text)")
        }
        let integer: OpaquePointer = LLVMIntTypeInContext(program.context, bits)
        return LLVMValue(LLVMConstBitCast(value.handle, integer)).constantBits ?? 0
    }

    private mutating func expression(_ value: LLVMValue) throws(Unsupported) -> ConstantScalar {
        let opcode = LLVMGetConstOpcode(value.handle)
        switch opcode {
        case LLVMGetElementPtr: return try elementAddress(value)
        case LLVMPtrToInt, LLVMPtrToAddr, LLVMIntToPtr, LLVMBitCast, LLVMAddrSpaceCast:
            return try constantScalar(value.operand(0))
        case LLVMTrunc:
            guard case .number(let number) = try constantScalar(value.operand(0)) else {
                throw Unsupported(what: "an address cut to \(value.type.text) in a constant")
            }
            return .number(number & mask(value.type.integerBits))
        case LLVMAdd, LLVMSub, LLVMXor:
            let left = try constantScalar(value.operand(0))
            let right = try constantScalar(value.operand(1))
            return try combine(opcode, left, right, bits: value.type.integerBits, value)
        default: throw Unsupported(what: "the constant \(value.text)")
        }
    }

    private func combine(
        _ opcode: LLVMOpcode, _ left: ConstantScalar, _ right: ConstantScalar, bits: Int, _ value: LLVMValue
    ) throws(Unsupported) -> ConstantScalar {
        switch (opcode, left, right) {
        case (LLVMAdd, .number(let a), .number(let b)): return .number((a &+ b) & mask(bits))
        case (LLVMSub, .number(let a), .number(let b)): return .number((a &- b) & mask(bits))
        case (LLVMXor, .number(let a), .number(let b)): return .number(a ^ b)
        case (LLVMAdd, .number(let number), let address), (LLVMAdd, let address, .number(let number)):
            return moved(address, by: signed(number, bits))
        case (LLVMSub, let address, .number(let number)): return moved(address, by: -signed(number, bits))
        case (LLVMSub, .global(let a, let first), .global(let b, let second)) where a == b:
            return .number(UInt64(bitPattern: first - second) & mask(bits))
        case (LLVMSub, .function(let a, let first), .function(let b, let second)) where a == b:
            return .number(UInt64(bitPattern: first - second) & mask(bits))
        default: throw Unsupported(what: "the constant \(value.text)")
        }
    }

    private func moved(_ scalar: ConstantScalar, by distance: Int64) -> ConstantScalar {
        switch scalar {
        case .number(let number): .number(number &+ UInt64(bitPattern: distance))
        case .global(let global, let addend): .global(global, addend: addend + distance)
        case .function(let function, let addend): .function(function, addend: addend + distance)
        }
    }

    private mutating func elementAddress(_ value: LLVMValue) throws(Unsupported) -> ConstantScalar {
        var type = LLVMType(LLVMGetGEPSourceElementType(value.handle))
        var distance: Int64 = 0
        for index in 1..<value.operandCount {
            guard case .number(let bits) = try constantScalar(value.operand(index)) else {
                throw Unsupported(what: "the constant \(value.text)")
            }
            let number = signed(bits, value.operand(index).type.integerBits)
            if index == 1 {
                distance += number * Int64(shapes.size(type))
            } else if type.kind == LLVMStructTypeKind {
                distance += Int64(shapes.fieldOffset(type, Int(number)))
                type = type.fields[Int(number)]
            } else {
                type = type.element
                distance += number * Int64(shapes.size(type))
            }
        }
        return moved(try constantScalar(value.operand(0)), by: distance)
    }
}

/// All ones in the low `bits`.
func mask(_ bits: Int) -> UInt64 { bits >= 64 ? .max : (1 << UInt64(bits)) - 1 }

/// The low `bits` of `number` as a signed number.
func signed(_ number: UInt64, _ bits: Int) -> Int64 {
    bits >= 64 ? Int64(bitPattern: number) : Int64(bitPattern: number << UInt64(64 - bits)) >> Int64(64 - bits)
}

extension UInt64 {
    /// As an Int; sizes of types in a module that was read fit.
    var asInt: Int { Int(truncatingIfNeeded: self) }
}
