// Comparisons of integers, pointers and floats.

import IR

extension FunctionWriter {
    mutating func writeComparison(_ data: Instruction, _ minimum: Precedence) {
        if ExpressionForm.isDecided(data, function) || ExpressionForm.isOrderOfFlags(data) {
            return writeOpaqueComparison(data, minimum)
        }
        if data.type == .i1 { return writeFlagComparison(data, minimum) }
        let isSigned = data.integerCondition.isSigned
        let isPointerOrder = data.type == .ptr && program.hasHostMemory && data.integerCondition.isOrder
        operation(.bitwise, minimum) { writer in
            for (index, operand) in [data.valueA, data.valueB].enumerated() {
                if index > 0 { writer.text.write(" \(data.integerCondition.symbol) ") }
                if isSigned {
                    writer.writeSigned(operand, .additive)
                } else if isPointerOrder {
                    writer.cast("uintptr_t", .additive) { $0.write(operand, .unary) }
                } else {
                    writer.write(operand, .additive)
                }
            }
        }
    }

    /// Whether two truth values are the same; with a constant the other one or its opposite.
    private mutating func writeFlagComparison(_ data: Instruction, _ minimum: Precedence) {
        let isEqual = data.integerCondition == .eq
        for (one, other) in [(data.valueA, data.valueB), (data.valueB, data.valueA)] {
            guard let constant = constant(other) else { continue }
            if (constant != 0) == isEqual { return write(one, minimum) }
            return writeInverted(one, minimum)
        }
        binary(data.valueA, isEqual ? "==" : "!=", data.valueB, .bitwise, minimum)
    }

    /// A comparison whose outcome compilers see and would warn of, through a helper.
    private mutating func writeOpaqueComparison(_ data: Instruction, _ minimum: Precedence) {
        let (helper, isSwapped, isInverted) = data.integerCondition.helper
        operation(isInverted ? .bitwise : .primary, minimum) { writer in
            writer.text.write((isInverted ? "!" : "") + helper + "(")
            writer.writeOpaque(isSwapped ? data.valueB : data.valueA, data)
            writer.text.write(", ")
            writer.writeOpaque(isSwapped ? data.valueA : data.valueB, data)
            writer.text.write(")")
        }
    }

    private mutating func writeOpaque(_ value: ValueID, _ data: Instruction) {
        if data.type == .ptr, program.hasHostMemory {
            text.write("(uintptr_t)")
            write(value, .unary)
        } else if data.type == .i1, data.integerCondition.isSigned {
            // The sign of a one is negative.
            text.write("-(int)")
            write(value, .unary)
        } else if data.integerCondition.isSigned {
            writeSigned(value, .any)
        } else {
            write(value, .any)
        }
    }

    mutating func writeFloatComparison(_ data: Instruction, _ minimum: Precedence) {
        let condition = data.floatCondition
        if let (symbol, isInverted) = ExpressionForm.floatOperator(condition) {
            return operation(.bitwise, minimum) { writer in
                if isInverted { writer.text.write("!(") }
                writer.binary(data.valueA, symbol, data.valueB, .bitwise, .any)
                if isInverted { writer.text.write(")") }
            }
        }
        let isInverted = condition == .ord || condition == .ueq
        let helper = condition == .one || condition == .ueq ? "hub_differ" : "hub_unordered"
        operation(isInverted ? .bitwise : .primary, minimum) { writer in
            if isInverted { writer.text.write("!") }
            writer.call(helper, data.valueA, data.valueB)
        }
    }
}

extension IntegerCondition {
    fileprivate var isSigned: Bool {
        switch self {
        case .slt, .sle, .sgt, .sge: true
        case .eq, .ne, .ult, .ule, .ugt, .uge: false
        }
    }

    fileprivate var isOrder: Bool { self != .eq && self != .ne }

    /// The operator of C.
    fileprivate var symbol: String {
        switch self {
        case .eq: "=="
        case .ne: "!="
        case .slt, .ult: "<"
        case .sle, .ule: "<="
        case .sgt, .ugt: ">"
        case .sge, .uge: ">="
        }
    }

    /// The helper that tests it, whether the operands are exchanged, and whether the outcome is inverted.
    fileprivate var helper: (name: String, isSwapped: Bool, isInverted: Bool) {
        switch self {
        case .eq: ("hub_equal", false, false)
        case .ne: ("hub_equal", false, true)
        case .slt: ("hub_less", false, false)
        case .sge: ("hub_less", false, true)
        case .sgt: ("hub_less", true, false)
        case .sle: ("hub_less", true, true)
        case .ult: ("hub_below", false, false)
        case .uge: ("hub_below", false, true)
        case .ugt: ("hub_below", true, false)
        case .ule: ("hub_below", true, true)
        }
    }
}
