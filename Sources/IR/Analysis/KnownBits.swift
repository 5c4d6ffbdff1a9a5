// Which bits of an integer value are the same in every run. Found on demand, a few definitions deep; block parameters
// are unknown but for those that `CounterBounds` knows. Requires: the function is in SSA form.

import Support

/// The bits of an integer that are certainly 0 and those that are certainly 1; no bit is both.
public struct KnownBits: Hashable, Sendable {
    /// The width in bits.
    public let width: Int
    /// A set bit: that bit of the value is 0. Bits above the width are clear here.
    public private(set) var zeros: UInt64
    /// A set bit: that bit of the value is 1.
    public private(set) var ones: UInt64

    /// Nothing known about an integer of `width` bits.
    public init(unknown width: Int) {
        self.width = width
        zeros = 0
        ones = 0
    }

    /// Everything known.
    public init(constant: UInt64, width: Int) {
        self.width = width
        ones = constant & KnownBits.mask(width)
        zeros = ~constant & KnownBits.mask(width)
    }

    /// A number of at most `maximum` that ends in `zeroCount` zeros.
    init(atMost maximum: UInt64, multipleOf zeroCount: Int, width: Int) {
        let high = KnownBits.atMost(maximum, width)
        self.init(width: width, zeros: high.zeros | ~KnownBits.above(zeroCount), ones: 0)
    }

    private init(width: Int, zeros: UInt64, ones: UInt64) {
        self.width = width
        self.zeros = zeros & KnownBits.mask(width)
        self.ones = ones & KnownBits.mask(width)
    }

    /// The smallest unsigned value that fits what is known.
    public var minimum: UInt64 { ones }
    /// The largest unsigned value that fits what is known.
    public var maximum: UInt64 { ~zeros & mask }
    /// All ones in the width.
    public var mask: UInt64 { KnownBits.mask(width) }
    /// The value, when all bits are known.
    public var constant: UInt64? { zeros | ones == mask ? ones : nil }
    public var isNonNegative: Bool { zeros & signBit != 0 }
    public var isNegative: Bool { ones & signBit != 0 }
    public var isNonZero: Bool { ones != 0 }

    /// The sign bit of the width.
    public var signBit: UInt64 { 1 << UInt64(width - 1) }
    private var trailingZeros: Int { min((~zeros).trailingZeroBitCount, width) }
    private var leadingZeros: Int { min((~(zeros << UInt64(64 - width))).leadingZeroBitCount, width) }

    private static func mask(_ width: Int) -> UInt64 { width >= 64 ? .max : (1 << UInt64(width)) - 1 }
    /// All ones above and at bit `position`.
    private static func above(_ position: Int) -> UInt64 { position >= 64 ? 0 : .max << UInt64(position) }
}

extension KnownBits {
    /// How many definitions deep the search goes.
    public static let defaultDepth = 6

    /// What is known of an integer `value`. Values of other types count as 64 unknown bits.
    public static func of(
        _ value: ValueID, in function: Function, _ counters: CounterBounds? = nil, depth: Int = defaultDepth
    ) -> KnownBits {
        let type = function.type(value)
        guard type.isInteger, let width = type.bits else { return KnownBits(unknown: 64) }
        if let known = counters?[value] { return known }
        guard depth > 0, case .result(let instruction, let index) = function.definition(value), index == 0 else {
            return KnownBits(unknown: width)
        }
        return of(function[instruction], width, in: function, counters, depth - 1)
    }

    /// What is known of an address, a pointer or an integer, where globals lie at `placement` and pointers have `width`
    /// bits.
    public static func ofAddress(
        _ value: ValueID, in function: Function, _ counters: CounterBounds? = nil, _ placement: GlobalPlacement,
        width: Int, depth: Int = defaultDepth
    ) -> KnownBits {
        guard function.type(value) == .ptr else { return of(value, in: function, counters, depth: depth) }
        guard depth > 0, let instruction = function.definingInstruction(value) else { return KnownBits(unknown: width) }
        let data = function[instruction]
        func operand(_ value: ValueID) -> KnownBits { of(value, in: function, counters, depth: depth - 1) }
        if data.opcode.info.format == .global {
            let address = placement.addresses[data.global] &+ UInt64(bitPattern: Int64(data.offset))
            return KnownBits(constant: address, width: width)
        }
        if data.opcode == .intToPtr { return operand(data.valueA).resized(to: width, isSigned: false) }
        guard data.opcode == .ptrAdd else { return KnownBits(unknown: width) }
        let base = ofAddress(data.valueA, in: function, counters, placement, width: width, depth: depth - 1)
        return sum(base, operand(data.valueB).resized(to: width, isSigned: true))
    }

    /// The bits cut or extended to another width.
    private func resized(to width: Int, isSigned: Bool) -> KnownBits {
        if width <= self.width { return KnownBits(width: width, zeros: zeros, ones: ones) }
        let fillsZeros = !isSigned || isNonNegative
        return KnownBits(
            width: width, zeros: zeros | (fillsZeros ? ~mask : 0), ones: ones | (isSigned && isNegative ? ~mask : 0))
    }

    private static func of(
        _ data: Instruction, _ width: Int, in function: Function, _ counters: CounterBounds?, _ depth: Int
    ) -> KnownBits {
        let unknown = KnownBits(unknown: width)
        func operand(_ value: ValueID) -> KnownBits { of(value, in: function, counters, depth: depth) }
        switch data.opcode {
        case .iconst: return KnownBits(constant: data.immediate, width: width)
        case .and:
            let (left, right) = (operand(data.valueA), operand(data.valueB))
            return KnownBits(width: width, zeros: left.zeros | right.zeros, ones: left.ones & right.ones)
        case .or:
            let (left, right) = (operand(data.valueA), operand(data.valueB))
            return KnownBits(width: width, zeros: left.zeros & right.zeros, ones: left.ones | right.ones)
        case .xor:
            let (left, right) = (operand(data.valueA), operand(data.valueB))
            let known = (left.zeros | left.ones) & (right.zeros | right.ones)
            let bits = left.ones ^ right.ones
            return KnownBits(width: width, zeros: known & ~bits, ones: known & bits)
        case .not:
            let source = operand(data.valueA)
            return KnownBits(width: width, zeros: source.ones, ones: source.zeros)
        case .add:
            return sum(operand(data.valueA), operand(data.valueB))
        case .sub:
            // A difference keeps the zeros that both operands end in.
            let low = min(operand(data.valueA).trailingZeros, operand(data.valueB).trailingZeros)
            return KnownBits(width: width, zeros: ~above(low), ones: 0)
        case .neg:
            return KnownBits(width: width, zeros: ~above(operand(data.valueA).trailingZeros), ones: 0)
        case .mul:
            let (left, right) = (operand(data.valueA), operand(data.valueB))
            let low = ~above(left.trailingZeros + right.trailingZeros)
            let product = left.maximum.multipliedReportingOverflow(by: right.maximum)
            let high = product.overflow ? 0 : ~(UInt64.max >> UInt64(product.partialValue.leadingZeroBitCount))
            return KnownBits(width: width, zeros: low | (product.partialValue > unknown.mask ? 0 : high), ones: 0)
        case .udiv:
            let (left, right) = (operand(data.valueA), operand(data.valueB))
            return atMost(left.maximum / max(right.minimum, 1), width)
        case .urem:
            let (left, right) = (operand(data.valueA), operand(data.valueB))
            return atMost(min(left.maximum, right.maximum == 0 ? .max : right.maximum - 1), width)
        case .shl, .lshr, .ashr:
            guard let amount = operand(data.valueB).constant else { return unknown }
            return shifted(operand(data.valueA), data.opcode, Int(amount & UInt64(width - 1)))
        case .clz, .ctz, .popcnt: return width == 1 ? unknown : atMost(UInt64(width), width)
        case .addCarry:
            guard operand(data.valueC).constant == 0 else { return unknown }
            return sum(operand(data.valueA), operand(data.valueB))
        case .insert:
            let (base, low) = (operand(data.valueA), operand(data.valueB))
            return KnownBits(
                width: width, zeros: base.zeros & ~low.mask | low.zeros, ones: base.ones & ~low.mask | low.ones)
        case .select:
            let (yes, no) = (operand(data.valueB), operand(data.valueC))
            return KnownBits(width: width, zeros: yes.zeros & no.zeros, ones: yes.ones & no.ones)
        case .trunc:
            let source = operand(data.valueA)
            return KnownBits(width: width, zeros: source.zeros, ones: source.ones)
        case .zext:
            let source = operand(data.valueA)
            return KnownBits(width: width, zeros: source.zeros | ~source.mask, ones: source.ones)
        case .sext:
            let source = operand(data.valueA)
            return KnownBits(
                width: width, zeros: source.zeros | (source.isNonNegative ? ~source.mask : 0),
                ones: source.ones | (source.isNegative ? ~source.mask : 0))
        case .globalAddr, .functionAddr, .slotAddr, .ptrAdd, .fconst, .nilConst, .sdiv, .srem, .umulh, .smulh,
            .subBorrow, .fadd, .fsub, .fmul, .fdiv, .fneg, .fabs, .fsqrt, .fmin, .fmax, .hsxFmul, .hsxFdiv, .icmp,
            .fcmp, .bitcast,
            .sitofp,
            .uitofp, .fptosi, .fptoui, .fptrunc, .fpext, .ptrToInt, .intToPtr, .varGet, .varSet, .load, .store,
            .volatileLoad, .volatileStore, .alloc,
            .fieldGet, .fieldSet, .allocElements, .elementGet, .elementSet, .elementCount, .elementsCopy, .arrayNew,
            .arrayGet, .arraySet, .arrayLength, .bytesNew, .bytesGet, .bytesSet,
            .bytesCopy,
            .bytesLength, .cellNew, .cellGet, .cellSet, .rootGet, .rootSet, .closure, .isInt, .isNil, .isRef, .box,
            .unbox, .dynAdd,
            .dynSub,
            .dynMul, .dynDiv, .dynRem, .dynCmp, .dynEq, .dynTruthy, .layoutOf, .closureArity, .unwinding, .unwound,
            .call, .callIndirect, .callClosure, .send,
            .service, .tailCall, .tailCallIndirect, .tailCallClosure, .tailSend, .breakpoint, .nop, .jump, .branch,
            .switch,
            .ret, .trap, .unreachable:
            return unknown
        }
    }

    private static func atMost(_ maximum: UInt64, _ width: Int) -> KnownBits {
        let high = maximum == 0 ? UInt64.max : ~(UInt64.max >> UInt64(maximum.leadingZeroBitCount))
        return KnownBits(width: width, zeros: high, ones: 0)
    }

    /// Bits are known below the first bit at which both operands and the carry are not all known; the largest sum
    /// bounds the top.
    private static func sum(_ left: KnownBits, _ right: KnownBits) -> KnownBits {
        let width = left.width
        let bothKnown = (left.zeros | left.ones) & (right.zeros | right.ones)
        let low = ~above(min((~bothKnown).trailingZeroBitCount, width))
        let bits = left.ones &+ right.ones
        let largest = left.maximum.addingReportingOverflow(right.maximum)
        let fits = !largest.overflow && largest.partialValue <= left.mask
        let high = fits ? atMost(largest.partialValue, width).zeros : 0
        return KnownBits(width: width, zeros: low & ~bits | high, ones: low & bits)
    }

    private static func shifted(_ source: KnownBits, _ opcode: Opcode, _ amount: Int) -> KnownBits {
        let (width, shift) = (source.width, UInt64(amount))
        let filled = source.mask & ~(source.mask >> shift)
        if opcode == .shl {
            return KnownBits(width: width, zeros: source.zeros << shift | ~above(amount), ones: source.ones << shift)
        }
        let fillsZeros = opcode == .lshr || source.isNonNegative
        let fillsOnes = opcode == .ashr && source.isNegative
        return KnownBits(
            width: width, zeros: source.zeros >> shift | (fillsZeros ? filled : 0),
            ones: source.ones >> shift | (fillsOnes ? filled : 0))
    }
}
