// LLVM's intrinsic functions, by name without "llvm." and type.

import CLLVM
import IR

extension FunctionLowering {
    /// Intrinsics that say something to an optimiser or a debugger and do nothing.
    private static let silent: Set<String> = [
        "lifetime", "dbg", "assume", "donothing", "experimental.noalias", "invariant", "prefetch", "var.annotation",
        "sideeffect", "pseudoprobe", "va_end", "codeview", "instrprof", "fake.use",
    ]

    /// Intrinsics that hand back their first argument.
    private static let transparent: Set<String> = [
        "expect", "annotation", "ptr.annotation", "launder.invariant.group", "strip.invariant.group", "ssa.copy",
        "arithmetic.fence", "threadlocal.address",
    ]

    mutating func lowerIntrinsic(_ call: LLVMValue, _ name: String) throws(Unsupported) {
        let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let first = words[0]
        let two = words.prefix(2).joined(separator: ".")
        if Self.silent.contains(first) || Self.silent.contains(two) { return }
        if Self.transparent.contains(first) || Self.transparent.contains(two) {
            return define(call, try scalars(call.operand(0)))
        }
        switch first {
        case "memcpy", "memmove": try lowerCopy(call, first)
        case "memset": try lowerFill(call)
        case "va_start": try startList(try place(call.operand(0)))
        case "va_copy": try copyList(to: try place(call.operand(0)), from: try place(call.operand(1)))
        case "trap", "ubsantrap": builder.trap(.user)
        case "debugtrap": builder.append(Instruction(.breakpoint), results: [])
        case "stacksave": define(call, [loadStackTop()])
        case "stackrestore": storeStackTop(try scalar(call.operand(0)))
        case "objectsize": try lowerObjectSize(call)
        case "is" where two == "is.constant": define(call, [builder.constant(0, .i1)])
        case "is": try lowerClassTest(call)
        case "ptrmask": try lowerPointerMask(call)
        case "vector" where words.count > 2 && words[1] == "reduce": try lowerReduction(call, words[2])
        case "sadd", "uadd", "ssub", "usub", "smul", "umul": try lowerChecked(call, first, words)
        case "fptosi" where two == "fptosi.sat":
            try lowerEach(call) { me, leaf, operands in
                me.builder.unary(.fptosi, leaf.type, operands[0])
            }
        case "fptoui" where two == "fptoui.sat":
            try lowerEach(call) { me, leaf, operands in
                me.builder.unary(.fptoui, leaf.type, operands[0])
            }
        case "convert": try lowerHalfConversion(call, words)
        default:
            if try lowerBitIntrinsic(call, first) { return }
            if try lowerFloatIntrinsic(call, first) { return }
            throw Unsupported(what: "the intrinsic llvm.\(name)")
        }
    }

    /// Applies `body` to each scalar of the result with the scalars of the arguments in the same place.
    mutating func lowerEach(
        _ call: LLVMValue,
        _ body: (inout FunctionLowering, Leaf, [ValueID]) throws(Unsupported) -> ValueID
    ) throws(Unsupported) {
        let leaves = try leaves(call)
        if call.argumentCount > 0, isWide(call.operand(0).type) {
            throw Unsupported(what: "'\(call.callee.name)'")
        }
        var operands: [[ValueID]] = []
        for index in 0..<call.argumentCount { operands.append(try scalars(call.operand(index))) }
        var results: [ValueID] = []
        for (index, leaf) in leaves.enumerated() {
            results.append(try body(&self, leaf, operands.map { $0[min(index, $0.count - 1)] }))
        }
        define(call, results)
    }

    /// What is not known before the program runs: everything for a maximum, nothing for a minimum.
    private mutating func lowerObjectSize(_ call: LLVMValue) throws(Unsupported) {
        let isMinimum = call.operand(1).constantBits == 1
        let leaf = try leaf(call)
        define(call, [builder.constant(isMinimum ? 0 : -1, leaf.type)])
    }

    private mutating func lowerPointerMask(_ call: LLVMValue) throws(Unsupported) {
        let leaf = try leaf(call.operand(1))
        let mask = try fit(try scalar(call.operand(1)), leaf.type, .i32)
        let address = builder.unary(.ptrToInt, .i32, try scalar(call.operand(0)))
        define(call, [builder.unary(.intToPtr, .ptr, builder.binary(.and, .i32, address, mask))])
    }

    /// Folds the lanes of a vector into one number.
    private mutating func lowerReduction(_ call: LLVMValue, _ operation: String) throws(Unsupported) {
        let leaf = try leaf(call)
        let hasStart = operation == "fadd" || operation == "fmul"
        var lanes = try scalars(call.operand(hasStart ? 1 : 0))[...]
        var result = hasStart ? try scalar(call.operand(0)) : lanes.removeFirst()
        for lane in lanes {
            switch operation {
            case "add": result = integer(LLVMAdd, leaf, result, lane)
            case "mul": result = integer(LLVMMul, leaf, result, lane)
            case "and": result = integer(LLVMAnd, leaf, result, lane)
            case "or": result = integer(LLVMOr, leaf, result, lane)
            case "xor": result = integer(LLVMXor, leaf, result, lane)
            case "smax": result = choose(.sgt, leaf, result, lane)
            case "smin": result = choose(.slt, leaf, result, lane)
            case "umax": result = choose(.ugt, leaf, result, lane)
            case "umin": result = choose(.ult, leaf, result, lane)
            case "fadd": result = builder.binary(.fadd, leaf.type, result, lane)
            case "fmul": result = builder.binary(.fmul, leaf.type, result, lane)
            default: throw Unsupported(what: "the intrinsic llvm.vector.reduce.\(operation)")
            }
        }
        define(call, [result])
    }

    private mutating func lowerHalfConversion(_ call: LLVMValue, _ words: [String]) throws(Unsupported) {
        let value = try scalar(call.operand(0))
        switch words.dropFirst().prefix(2).joined(separator: ".") {
        case "to.fp16": define(call, [builder.unary(.bitcast, .i16, builder.unary(.fptrunc, .f16, value))])
        case "from.fp16":
            define(call, [builder.unary(.fpext, try leaf(call).type, builder.unary(.bitcast, .f16, value))])
        default: throw Unsupported(what: "the intrinsic llvm.\(words.joined(separator: "."))")
        }
    }
}
