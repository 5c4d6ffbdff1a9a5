// Computes in halves what is computed in wider floats from halves and rounded to a half, for targets whose floats are
// halves: C does so with `__fp16`. Rounding twice is innocuous for + - * / and the square root. Comparisons and
// conversions to integers need no rounding at all. Requires: the function is in SSA form.
// Source: Figueroa, "When is double rounding innocuous?", SIGNUM Newsletter 30 (3), 1995.

import IR
import Support

extension Pass {
    /// Replaces wider floats by halves where both give the same.
    public static let narrowHalf = Pass(
        name: "narrow-half", summary: "Compute in halves what is made of halves and rounded to halves"
    ) { module, counters in
        var count = 0
        for id in module.functions.ids where module.functions[id].variables.isEmpty {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            count += HalfNarrowing.run(&function)
            swap(&function, &module.functions[id])
        }
        counters.count("operations", count)
        return count > 0
    }
}

private enum HalfNarrowing {
    /// Answers how many operations it narrowed.
    static func run(_ function: inout Function) -> Int {
        var count = 0
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) where narrow(instruction, &function) { count += 1 }
        }
        if count > 0 { removeUnused(&function) }
        return count
    }

    private static func narrow(_ instruction: InstructionID, _ function: inout Function) -> Bool {
        let data = function[instruction]
        if data.opcode == .fptosi || data.opcode == .fptoui {
            guard let half = extended(data.valueA, function) else { return false }
            function[instruction] = .unary(data.opcode, data.type, half)
            return true
        }
        if data.opcode == .fcmp {
            guard let halves = narrowed([data.valueA, data.valueB], before: instruction, &function) else {
                return false
            }
            function[instruction] = Instruction(
                .fcmp, type: .f16, aux: data.floatCondition.rawValue, a: halves[0].rawValue, b: halves[1].rawValue)
            return true
        }
        guard data.opcode == .fptrunc, data.type == .f16, let wide = function.definingInstruction(data.valueA) else {
            return false
        }
        let operation = function[wide]
        if [.fadd, .fsub, .fmul, .fdiv].contains(operation.opcode) {
            let operands = [operation.valueA, operation.valueB]
            guard let halves = narrowed(operands, before: instruction, &function) else { return false }
            function[instruction] = .binary(operation.opcode, .f16, halves[0], halves[1])
            return true
        }
        guard operation.opcode == .fsqrt, let half = extended(operation.valueA, function) else { return false }
        function[instruction] = .unary(.fsqrt, .f16, half)
        return true
    }

    /// The half that `value` is the wider form of.
    private static func extended(_ value: ValueID, _ function: Function) -> ValueID? {
        guard let definition = function.definingInstruction(value), function[definition].opcode == .fpext,
            function.type(function[definition].valueA) == .f16
        else { return nil }
        return function[definition].valueA
    }

    /// The halves that `values` are the wider forms of, constants among them; nil when one is not such a form, or when
    /// all are constants.
    private static func narrowed(
        _ values: [ValueID], before instruction: InstructionID, _ function: inout Function
    ) -> [ValueID]? {
        let halves = values.map { extended($0, function) }
        guard halves.contains(where: { $0 != nil }) else { return nil }
        let constants = values.map { exactHalf($0, function) }
        guard zip(halves, constants).allSatisfy({ $0 != nil || $1 != nil }) else { return nil }
        let location = function.location(instruction)
        return zip(halves, constants).compactMap { half, bits in
            if let half { return half }
            guard let bits else { return nil }
            let constant = function.makeConstant(bits, .f16, location: location)
            function.layout.insert(constant, before: instruction)
            return function.result(constant)
        }
    }

    /// The bits of the half that equals the constant `value`; nil for other values, and for NaNs.
    private static func exactHalf(_ value: ValueID, _ function: Function) -> UInt64? {
        guard let bits = function.constantBits(value) else { return nil }
        let type = function.type(value)
        guard case .value(let half) = Evaluate.unary(.fptrunc, from: type, to: .f16, bits),
            case .value(let again) = Evaluate.unary(.fpext, from: .f16, to: type, half), again == bits
        else { return nil }
        return half
    }

    /// Takes out the wider operations that nothing uses any more.
    private static func removeUnused(_ function: inout Function) {
        var uses = UseCounts(function)
        for block in function.layout.blocks.reversed() {
            for instruction in function.layout.instructions(block).reversed() {
                let opcode = function[instruction].opcode
                guard [.fpext, .fadd, .fsub, .fmul, .fdiv, .fsqrt].contains(opcode),
                    uses[function.result(instruction)] == 0
                else { continue }
                for value in function.operands(instruction) { uses[value] -= 1 }
                function.layout.remove(instruction)
            }
        }
    }
}
