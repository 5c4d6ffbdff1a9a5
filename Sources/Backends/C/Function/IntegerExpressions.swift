// Integer arithmetic. Variables are unsigned, so arithmetic wraps; types narrower than int are computed in int, or in
// uint32_t where int could overflow, and cut back. Signed operations go through the signed type of the same width, as
// gcc, clang and every other current compiler convert it.

import IR

extension FunctionWriter {
    /// Writes an expression that C computes in an int where the type is narrower, cut back to the type.
    private mutating func fitted(
        _ type: Type, _ own: Precedence, _ minimum: Precedence, _ body: (inout FunctionWriter) -> Void
    ) {
        guard isNarrow(type) else { return operation(own, minimum, body) }
        cast(program.types.name(type), minimum) { $0.operation(own, .primary, body) }
    }

    private func isNarrow(_ type: Type) -> Bool { type == .i8 || type == .i16 }

    /// Writes the value as a number with sign.
    mutating func writeSigned(_ value: ValueID, _ minimum: Precedence) {
        let type = program.types.arithmetic(type(value))
        if let constant = constant(value) {
            let literal = Literal.signed(constant, type)
            operation(literal.hasPrefix("-") ? .unary : .primary, minimum) { $0.text.write(literal) }
        } else {
            cast(signedName(type), minimum) { $0.write(value, .unary) }
        }
    }

    func signedName(_ type: Type) -> String {
        if type == .ptr { return "intptr_t" }
        // The name of the unsigned type without its u.
        return String(program.types.name(type).dropFirst())
    }

    // MARK: Sums, products, bits

    /// A sum; with a negative constant a difference.
    mutating func writeSum(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return binary(data.valueA, "^", data.valueB, .bitwise, minimum) }
        let negated = constant(data.valueB).map { (0 &- $0) & data.type.integerMask }
        fitted(data.type, .additive, minimum) { writer in
            writer.write(data.valueA, .additive)
            if let negated, negated < 0x1_0000, negated != 0, negated <= data.type.integerMask >> 1 {
                writer.text.write(" - " + Literal.integer(negated, data.type))
            } else {
                writer.text.write(" + ")
                writer.write(data.valueB, .multiplicative)
            }
        }
    }

    mutating func writeDifference(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return binary(data.valueA, "^", data.valueB, .bitwise, minimum) }
        fitted(data.type, .additive, minimum) { $0.binary(data.valueA, "-", data.valueB, .additive, .additive) }
    }

    mutating func writeProduct(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return binary(data.valueA, "&", data.valueB, .bitwise, minimum) }
        fitted(data.type, .multiplicative, minimum) { writer in
            // The product of two uint16_t does not fit an int.
            if data.type == .i16 { writer.text.write("(uint32_t)") }
            writer.write(data.valueA, data.type == .i16 ? .unary : .multiplicative)
            writer.text.write(" * ")
            writer.write(data.valueB, .unary)
        }
    }

    mutating func writeNot(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return writeInverted(data.valueA, minimum) }
        fitted(data.type, .unary, minimum) { $0.prefixed("~", data.valueA, .unary) }
    }

    mutating func writeNegation(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return write(data.valueA, minimum) }
        fitted(data.type, .unary, minimum) { $0.prefixed("-", data.valueA, .unary) }
    }

    private mutating func prefixed(_ symbol: String, _ value: ValueID, _ minimum: Precedence) {
        operation(.unary, minimum) { writer in
            writer.text.write(symbol)
            writer.write(value, .primary)
        }
    }

    /// A bitwise operation, which cannot leave the width.
    mutating func writeMasking(_ data: Instruction, _ symbol: String, _ minimum: Precedence) {
        operation(.bitwise, minimum) { writer in
            writer.writeMask(data.valueA, data.opcode)
            writer.text.write(" \(symbol) ")
            writer.writeMask(data.valueB, data.opcode)
        }
    }

    /// An operand of a bitwise operator; a chain of one operator needs no parentheses.
    private mutating func writeMask(_ value: ValueID, _ opcode: Opcode) {
        if let constant = constant(value) {
            text.write(Literal.integer(constant, type(value), isMask: true))
        } else if placement[value] == .folded, let inner = function.definingInstruction(value),
            function[inner].opcode == opcode
        {
            write(value, .bitwise)
        } else {
            write(value, .unary)
        }
    }

    mutating func writeLeftShift(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return write(data.valueA, minimum) }
        fitted(data.type, .bitwise, minimum) { writer in
            writer.write(data.valueA, .unary)
            writer.text.write(" << ")
            writer.writeShiftAmount(data.valueB, data.type)
        }
    }

    mutating func writeRightShift(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return write(data.valueA, minimum) }
        operation(.bitwise, minimum) { writer in
            writer.write(data.valueA, .unary)
            writer.text.write(" >> ")
            writer.writeShiftAmount(data.valueB, data.type)
        }
    }

    /// A shift of a signed number keeps its sign; the result is unsigned again.
    mutating func writeSignedShift(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return write(data.valueA, minimum) }
        cast(program.types.name(data.type), minimum) { writer in
            writer.text.write("(")
            writer.writeSigned(data.valueA, .unary)
            writer.text.write(" >> ")
            writer.writeShiftAmount(data.valueB, data.type)
            writer.text.write(")")
        }
    }

    /// The amount modulo the width; where it is known to be less than the width it stands as it is.
    private mutating func writeShiftAmount(_ value: ValueID, _ type: Type) {
        let mask = UInt64((type.bits ?? 64) - 1)
        if let constant = constant(value) { return text.write("\(constant & mask)") }
        if KnownBits.of(value, in: function).maximum <= mask { return write(value, .unary) }
        text.write("(")
        write(value, .unary)
        text.write(" & \(mask))")
    }

    mutating func writeInsert(_ data: Instruction, _ minimum: Precedence) {
        let kept = data.type.integerMask & ~type(data.valueB).integerMask
        operation(.bitwise, minimum) { writer in
            writer.text.write("(")
            writer.write(data.valueA, .unary)
            writer.text.write(" & \(Literal.integer(kept, data.type, isMask: true))) | ")
            writer.write(data.valueB, .unary)
        }
    }

    // MARK: Truth values

    /// Writes that a truth value does not hold.
    mutating func writeInverted(_ value: ValueID, _ minimum: Precedence = .any) {
        if placement[value] == .folded, let instruction = function.definingInstruction(value) {
            var data = function[instruction]
            if data.opcode == .icmp {
                data.aux = data.integerCondition.inverted.rawValue
                return writeComparison(data, minimum)
            }
            if data.opcode == .not { return write(data.valueA, minimum) }
        }
        operation(.bitwise, minimum) { writer in
            writer.text.write("!")
            writer.write(value, .unary)
        }
    }

    // MARK: Division

    mutating func writeDivision(_ data: Instruction, isSigned: Bool, _ minimum: Precedence) {
        if data.type == .i1 { return writeFlagDivision(data, minimum) }
        let isQuotient = data.opcode == .sdiv || data.opcode == .udiv
        if let divisor = constant(data.valueB), divisor != 0, !(isSigned && divisor == data.type.integerMask) {
            return writeDivision(data, by: divisor, isSigned: isSigned, isQuotient ? "/" : "%", minimum)
        }
        let helper = "hub_\(data.opcode.info.mnemonic)\(data.type == .i64 ? 64 : 32)"
        func write(_ writer: inout FunctionWriter) {
            writer.text.write(helper + "(")
            if isSigned { writer.writeSigned(data.valueA, .any) } else { writer.write(data.valueA, .any) }
            writer.text.write(", ")
            if isSigned { writer.writeSigned(data.valueB, .any) } else { writer.write(data.valueB, .any) }
            writer.text.write(")")
        }
        if isNarrow(data.type) {
            cast(program.types.name(data.type), minimum, write)
        } else {
            write(&self)
        }
    }

    /// Division by a constant that is neither 0 nor, signed, -1.
    private mutating func writeDivision(
        _ data: Instruction, by divisor: UInt64, isSigned: Bool, _ symbol: String, _ minimum: Precedence
    ) {
        guard isSigned else { return binary(data.valueA, symbol, data.valueB, .multiplicative, minimum) }
        cast(program.types.name(data.type), minimum) { writer in
            writer.text.write("(")
            writer.writeSigned(data.valueA, .multiplicative)
            writer.text.write(" \(symbol) \(Literal.signed(divisor, data.type)))")
        }
    }

    /// The only divisor of one bit is 1, which is -1 when signed: the quotient is the dividend, the remainder 0.
    private mutating func writeFlagDivision(_ data: Instruction, _ minimum: Precedence) {
        operation(.bitwise, minimum) { writer in
            writer.text.write("hub_u\(data.opcode == .sdiv || data.opcode == .udiv ? "div" : "rem")32(")
            writer.write(data.valueA, .any)
            writer.text.write(", ")
            writer.write(data.valueB, .any)
            writer.text.write(") != 0u")
        }
    }

    // MARK: Bits

    mutating func writeHighProduct(_ data: Instruction, isSigned: Bool, _ minimum: Precedence) {
        // The high bit of a product of two bits is 0.
        if data.type == .i1 { return text.write("false") }
        let bits = data.type.bits ?? 64
        text.write("hub_\(data.opcode.info.mnemonic)\(bits)(")
        for (index, operand) in [data.valueA, data.valueB].enumerated() {
            if index > 0 { text.write(", ") }
            if isSigned, bits < 64 { writeSigned(operand, .any) } else { write(operand, .any) }
        }
        text.write(")")
    }

    mutating func writeLeadingZeros(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return writeInverted(data.valueA, minimum) }
        guard let bits = data.type.bits, isNarrow(data.type) else { return count("hub_clz", data) }
        cast(program.types.name(data.type), minimum) { writer in
            writer.text.write("(")
            writer.call("hub_clz32", data.valueA)
            writer.text.write(" - \(32 - bits))")
        }
    }

    mutating func writeTrailingZeros(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return writeInverted(data.valueA, minimum) }
        guard isNarrow(data.type) else { return count("hub_ctz", data) }
        cast(program.types.name(data.type), minimum) { writer in
            writer.text.write("hub_ctz32(")
            writer.write(data.valueA, .unary)
            // A one above the highest bit stops the count at the width.
            writer.text.write(data.type == .i8 ? " | 0x100)" : " | 0x10000)")
        }
    }

    mutating func writePopulation(_ data: Instruction, _ minimum: Precedence) {
        if data.type == .i1 { return write(data.valueA, minimum) }
        guard isNarrow(data.type) else { return count("hub_popcnt", data) }
        cast(program.types.name(data.type), minimum) { $0.call("hub_popcnt32", data.valueA) }
    }

    private mutating func count(_ helper: String, _ data: Instruction) {
        call("\(helper)\(data.type.bits ?? 64)", data.valueA)
    }

    // MARK: Width

    mutating func writeTruncation(_ data: Instruction, _ minimum: Precedence) {
        guard data.type == .i1 else {
            return cast(program.types.name(data.type), minimum) { $0.write(data.valueA, .unary) }
        }
        operation(.bitwise, minimum) { writer in
            writer.write(data.valueA, .unary)
            writer.text.write(" & 1")
        }
    }

    mutating func writeZeroExtension(_ data: Instruction, _ minimum: Precedence) {
        cast(program.types.name(data.type), minimum) { $0.write(data.valueA, .unary) }
    }

    mutating func writeSignExtension(_ data: Instruction, _ minimum: Precedence) {
        cast(program.types.name(data.type), minimum) { writer in
            guard writer.type(data.valueA) == .i1 else { return writer.writeSigned(data.valueA, .unary) }
            writer.text.write("-(\(writer.signedName(data.type)))")
            writer.write(data.valueA, .unary)
        }
    }
}
