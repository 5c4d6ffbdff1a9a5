// Copying and filling memory: in line where it is short, by the C library's functions where it is long or unknown. What
// is volatile is never left to functions, which may be seen through.

import CLLVM
import IR

extension FunctionLowering {
    /// Up to how many bytes are copied in line.
    private static let longestCopy: UInt64 = 32

    /// Copies `size` bytes; the places may overlap.
    mutating func copyMemory(to: Place, from: Place, size: UInt64, isVolatile: Bool = false) throws(Unsupported) {
        guard size <= Self.longestCopy else {
            let length = builder.constant(Int64(size), .i32)
            return try callMemory("memcpy", [materialize(to), materialize(from), length])
        }
        var pieces: [(type: Type, start: Int, value: ValueID)] = []
        for part in Self.parts(Int(size)) {
            let offset = from.offset &+ Int32(part.start)
            let value = builder.load(part.type, from.base, offset: offset, isVolatile: isVolatile)
            pieces.append((part.type, part.start, value))
        }
        for piece in pieces {
            let offset = to.offset &+ Int32(piece.start)
            builder.store(piece.type, to.base, piece.value, offset: offset, isVolatile: isVolatile)
        }
    }

    /// `llvm.memcpy`, `llvm.memmove`.
    mutating func lowerCopy(_ call: LLVMValue, _ function: String) throws(Unsupported) {
        let to = try place(call.operand(0))
        let from = try place(call.operand(1))
        let isVolatile = call.isVolatileIntrinsic
        if let size = call.operand(2).constantBits, size <= Self.longestCopy {
            return try copyMemory(to: to, from: from, size: size, isVolatile: isVolatile)
        }
        if isVolatile {
            let size = try length(call.operand(2))
            return copyVolatile(to: materialize(to), from: materialize(from), size, mayOverlap: function == "memmove")
        }
        try callMemory(function, [materialize(to), materialize(from), try length(call.operand(2))])
    }

    /// `llvm.memset`.
    mutating func lowerFill(_ call: LLVMValue) throws(Unsupported) {
        let to = try place(call.operand(0))
        let value = try scalar(call.operand(1))
        let isVolatile = call.isVolatileIntrinsic
        guard let size = call.operand(2).constantBits, size <= Self.longestCopy else {
            if isVolatile { return fillVolatile(materialize(to), value, try length(call.operand(2))) }
            let byte = builder.unary(.zext, .i32, value)
            return try callMemory("memset", [materialize(to), byte, try length(call.operand(2))])
        }
        var word: [Type: ValueID] = [.i8: value]
        for part in Self.parts(Int(size)) {
            let filled = word[part.type] ?? splat(value, call.operand(1).constantBits, part.type)
            word[part.type] = filled
            builder.store(
                part.type, to.base, filled, offset: to.offset &+ Int32(part.start), isVolatile: isVolatile)
        }
    }

    /// A byte in every byte of a wider integer.
    private mutating func splat(_ byte: ValueID, _ known: UInt64?, _ type: Type) -> ValueID {
        let ones: UInt64 = 0x0101_0101_0101_0101 & type.integerMask
        if let known { return builder.constant(Int64(bitPattern: (known & 0xFF) &* ones & type.integerMask), type) }
        let factor = builder.constant(Int64(bitPattern: ones), type)
        return builder.binary(.mul, type, builder.unary(.zext, type, byte), factor)
    }

    private mutating func length(_ value: LLVMValue) throws(Unsupported) -> ValueID {
        try fit(try scalar(value), try leaf(value).type, .i32)
    }

    private mutating func callMemory(_ name: String, _ arguments: [ValueID]) throws(Unsupported) {
        _ = try callLibrary(name, arguments, [.ptr, name == "memset" ? .i32 : .ptr, .i32])
    }

    /// Calls a function of the C library; its results.
    mutating func callLibrary(
        _ name: String, _ arguments: [ValueID], _ types: [Type]
    ) throws(Unsupported) -> [ValueID] {
        guard let function = unit.program.function(named: name), !function.isDeclaration else {
            throw Unsupported(what: "what needs the function '\(name)', which is not there")
        }
        let id = unit.declare(function)
        let signature = unit.module.functions[id].signature
        guard signature.parameters.count == arguments.count else {
            throw Unsupported(what: "'\(name)' with other parameters than C's")
        }
        var fitted: [ValueID] = []
        for (index, argument) in arguments.enumerated() {
            fitted.append(try fit(argument, types[index], signature.parameters[index]))
        }
        return builder.call(id, fitted, results: signature.results)
    }
}

/// The functions of the C library that intrinsics and instructions turn into.
enum LibraryCalls {
    /// Intrinsics by name without type, each with the function for double; the one for float ends in f.
    static let math: [String: String] = [
        "floor": "floor", "ceil": "ceil", "trunc": "trunc", "rint": "rint", "nearbyint": "rint", "round": "round",
        "roundeven": "rint", "fma": "fma", "pow": "pow", "exp": "exp", "exp2": "exp2", "exp10": "exp10", "log": "log",
        "log2": "log2", "log10": "log10", "sin": "sin", "cos": "cos", "tan": "tan", "asin": "asin", "acos": "acos",
        "atan": "atan", "atan2": "atan2", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "lround": "lround",
        "llround": "llround", "lrint": "lrint", "llrint": "llrint", "ldexp": "ldexp", "powi": "__powi",
    ]
    static let memory = ["memcpy", "memmove", "memset"]

    /// What must keep its name until lowering has chosen what to call.
    static let names: [String] =
        memory + Set(math.values).union(["fmod"]).sorted().flatMap { [$0, $0 + "f"] }

    /// Whether the declared function `name` may turn into a call of the library.
    static func isBehind(_ name: String) -> Bool {
        let base = name.dropFirst("llvm.".count).prefix { $0 != "." }
        return math[String(base)] != nil || memory.contains(String(base))
    }
}
