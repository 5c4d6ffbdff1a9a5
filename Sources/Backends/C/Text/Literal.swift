// Constants in C, in the base that suits them.

import IR

enum Literal {
    /// An unsigned integer that has the type's width in any expression: `5u`, `0x8000u`, `7ull`. The narrow types need
    /// no suffix, for they are `int` in every expression anyway.
    static func integer(_ bits: UInt64, _ type: Type, isMask: Bool = false) -> String {
        if type == .i1 { return bits & 1 == 0 ? "false" : "true" }
        return digits(bits, isMask: isMask) + suffix(type)
    }

    /// A signed integer of the type's width.
    static func signed(_ bits: UInt64, _ type: Type) -> String {
        let unused = UInt64(64 - (type.bits ?? 64))
        let value = Int64(bitPattern: bits << unused) >> Int64(unused)
        if value == Int64.min { return "INT64_MIN" }
        if value == Int64(Int32.min) { return "INT32_MIN" }
        let suffix = type == .i64 ? "ll" : ""
        return value < 0 ? "-\(digits(value.magnitude, isMask: false))\(suffix)" : digits(bits, isMask: false) + suffix
    }

    private static func suffix(_ type: Type) -> String {
        switch type.kind {
        case .i32: "u"
        case .i64: "ull"
        case .i1, .i8, .i16, .f16, .f32, .f64, .ptr, .any, .ref: ""
        }
    }

    /// Decimal for small and for round numbers, else hexadecimal; masks are hexadecimal from two digits on.
    private static func digits(_ value: UInt64, isMask: Bool) -> String {
        let isRound = value % 100 == 0 && value < 1_000_000_000_000
        let isDecimal = isMask ? value < 10 : value < 10_000 || isRound
        return isDecimal ? "\(value)" : "0x" + String(value, radix: 16)
    }

    /// A float; a NaN is made of its bits.
    static func float(_ bits: UInt64, _ type: Type) -> String {
        if type == .f32 {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            return value.isFinite ? "\(value)f" : "hub_float32(0x\(String(bits, radix: 16))u)"
        }
        let value = Double(bitPattern: bits)
        return value.isFinite ? "\(value)" : "hub_float64(0x\(String(bits, radix: 16))ull)"
    }
}

/// Values as 64-bit words and back: how steps of tail calls, the entry and services take them.
enum WordConversion {
    /// The value of `type` in the word `word`, an expression that binds as tightly as any.
    static func value(_ word: String, _ type: Type, _ types: CTypes) -> String {
        switch type.kind {
        case .i1: "(\(word) & 1) != 0"
        case .i8, .i16, .i32: "(\(types.name(type)))\(word)"
        case .i64, .any, .ref: word
        case .f32: "hub_float32((uint32_t)\(word))"
        case .f64: "hub_float64(\(word))"
        case .ptr: types.hasHostMemory ? "(uint8_t *)(uintptr_t)\(word)" : "(\(types.name(type)))\(word)"
        case .f16: preconditionFailure("BackendC: the module is not legal for C")
        }
    }

    /// What stands before and behind a value of `type` to make a word of it; the value may be any expression.
    static func word(_ type: Type, _ types: CTypes) -> (before: String, behind: String) {
        switch type.kind {
        case .i1, .i8, .i16, .i32, .i64, .any, .ref: ("", "")
        case .f32: ("hub_bits32(", ")")
        case .f64: ("hub_bits64(", ")")
        case .ptr: types.hasHostMemory ? ("(uintptr_t)(", ")") : ("", "")
        case .f16: preconditionFailure("BackendC: the module is not legal for C")
        }
    }
}
