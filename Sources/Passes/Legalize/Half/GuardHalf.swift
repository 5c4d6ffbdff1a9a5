// Products and quotients of halves by the HSX float unit, for targets that have it. It differs from IEEE 754 in two
// ways, which are asked for: it does not round up to the smallest normal number, and dividing by zero gives zero. Only
// there the operation of IEEE 754 remains, for `lower-float`. Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Replaces `fmul` and `fdiv` of halves by those of the HSX float unit where these give the same.
    public static let guardHalf = Pass(
        name: "guard-half", summary: "Multiply and divide halves by the HSX float unit where it does as IEEE 754"
    ) { module, counters in
        var helpers = HelperTable<GuardedOperation>(module)
        var count = 0
        for id in module.functions.ids {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            for block in function.layout.blocks {
                for instruction in function.layout.instructions(block) {
                    guard let operation = GuardedOperation(function[instruction]) else { continue }
                    HalfGuard.run(instruction, helpers.id(operation), &function)
                    count += 1
                }
            }
            swap(&function, &module.functions[id])
        }
        helpers.append(to: &module)
        counters.count("operations", count)
        return count > 0
    }
}

/// An operation of IEEE 754 on halves, as a function for the rare cases.
private enum GuardedOperation: HelperFunction {
    case product, quotient

    init?(_ data: Instruction) {
        guard data.type == .f16 else { return nil }
        if data.opcode == .fmul {
            self = .product
        } else if data.opcode == .fdiv {
            self = .quotient
        } else {
            return nil
        }
    }

    var name: String { self == .product ? "hub.half.product" : "hub.half.quotient" }
    var signature: Signature { Signature(parameters: [.f16, .f16], results: [.f16]) }

    func build(_ builder: inout FunctionBuilder, _ arguments: [ValueID], _ id: (GuardedOperation) -> FunctionID) {
        builder.ret([builder.binary(self == .product ? .fmul : .fdiv, .f16, arguments[0], arguments[1])])
    }
}

/// The work on one operation.
private enum HalfGuard {
    /// The largest number below the normal ones, without its sign.
    private static let edge: UInt64 = 0x3FF
    private static let magnitude: UInt64 = 0x7FFF

    static func run(_ operation: InstructionID, _ helper: FunctionID, _ function: inout Function) {
        guard let block = function.layout.block(of: operation) else { return }
        let data = function[operation]
        let rest = function.splitBlock(block, after: operation)
        let parameter = function.appendParameter(rest, .f16)
        let old = function.result(operation)
        function.replaceValues { $0 == old ? parameter : $0 }
        function.layout.remove(operation)
        let location = function.location(operation)
        let rare = function.makeBlock()
        function.layout.insert(rare, after: rest)
        let list = function.lists.make([data.valueA, data.valueB])
        let call = function.makeInstruction(
            Instruction(.call, a: helper.rawValue, b: list.rawValue), results: [.f16], location: location)
        function.layout.append(call, to: rare)
        function.appendJump(
            to: function.makeBlockCall(rest, [function.result(call)]), in: rare, location: location)

        func emit(_ instruction: Instruction, _ type: Type) -> ValueID {
            let id = function.makeInstruction(instruction, results: [type], location: location)
            function.layout.append(id, to: block)
            return function.result(id)
        }
        func magnitude(of value: ValueID) -> ValueID {
            let bits = emit(.unary(.bitcast, .i16, value), .i16)
            return emit(.binary(.and, .i16, bits, emit(.constant(Self.magnitude, .i16), .i16)), .i16)
        }
        let isProduct = data.opcode == .fmul
        let result = emit(.binary(isProduct ? .hsxFmul : .hsxFdiv, .f16, data.valueA, data.valueB), .f16)
        let edge = emit(.constant(Self.edge, .i16), .i16)
        var isRare = emit(.icmp(.eq, .i16, magnitude(of: result), edge), .i1)
        if !isProduct, !isNonzero(data.valueB, function) {
            let zero = emit(.constant(0, .i16), .i16)
            let isZero = emit(.icmp(.eq, .i16, magnitude(of: data.valueB), zero), .i1)
            isRare = emit(.binary(.or, .i1, isRare, isZero), .i1)
        }
        let calls = (function.makeBlockCall(rare, []), function.makeBlockCall(rest, [result]))
        let branch = Instruction(.branch, a: isRare.rawValue, b: calls.0.rawValue, c: calls.1.rawValue)
        let id = function.makeInstruction(branch, results: [], location: location)
        function.layout.append(id, to: block)
    }

    private static func isNonzero(_ value: ValueID, _ function: Function) -> Bool {
        function.constantBits(value).map { $0 & magnitude != 0 } ?? false
    }
}
