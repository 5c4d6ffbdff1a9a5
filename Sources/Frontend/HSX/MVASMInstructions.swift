// Instructions: operands by the format in the opcode table, words into the code.

import HSXMachine
import Support

extension MVASMAssembler {
    /// Reads the operands of `opcode`, whose mnemonic began at `start`, and emits the instruction.
    mutating func readInstruction(_ opcode: HSXOpcode, _ start: Int) {
        guard section == .text else {
            report(.instructionOutsideText(opcode.mnemonic, section, span(start, position)))
            return
        }
        var instruction = HSXInstruction(opcode)
        guard readOperands(&instruction) else { return }
        object.lineTable.rows.append(
            HSXLineRow(
                offset: object.codeSize, file: lineFile, line: UInt32(line), column: UInt32(start - lineStart + 1)))
        instruction.encode(into: &object.code)
        if !isAtStatementEnd { endStatement() }
    }

    /// Fills in the operands; relocations are booked for the word that comes next. False after a report.
    private mutating func readOperands(_ instruction: inout HSXInstruction) -> Bool {
        switch instruction.opcode.format {
        case .none: return true
        case .immediate:
            guard let rd = register(), let imm = immediate(.imm12, instruction.opcode) else { return false }
            instruction.rd = rd
            instruction.imm = imm
        case .immediate32:
            guard let rd = register(), let imm = immediate(.imm32, instruction.opcode) else { return false }
            instruction.rd = rd
            instruction.imm = imm
        case .load:
            guard let rd = register(), let (rs1, imm) = memoryOperand(instruction.opcode) else { return false }
            instruction.rd = rd
            instruction.rs1 = rs1
            instruction.imm = imm
        case .store:
            guard let (rs1, imm) = memoryOperand(instruction.opcode), let rs2 = register() else { return false }
            instruction.rs1 = rs1
            instruction.imm = imm
            instruction.rs2 = rs2
        case .unary:
            guard let rd = register(), let rs1 = register() else { return false }
            instruction.rd = rd
            instruction.rs1 = rs1
        case .binary:
            guard let rd = register(), let rs1 = register(), let rs2 = register() else { return false }
            instruction.rd = rd
            instruction.rs1 = rs1
            instruction.rs2 = rs2
        case .compare:
            guard let rs1 = register(), let rs2 = register() else { return false }
            instruction.rs1 = rs1
            instruction.rs2 = rs2
        case .branch:
            guard let imm = immediate(.jump, instruction.opcode) else { return false }
            instruction.imm = imm
        case .call: return callOperand(&instruction)
        case .service:
            guard let imm = serviceOperand() else { return false }
            instruction.imm = imm
        case .push:
            guard let rs1 = register() else { return false }
            instruction.rs1 = rs1
        case .pop:
            guard let rd = register() else { return false }
            instruction.rd = rd
        case .breakpoint:
            skipSeparators()
            if isAtStatementEnd { return true }
            guard let (value, span) = constant("the breakpoint code") else { return false }
            guard let imm = checked(value, instruction.opcode.format.immediateRange, "the breakpoint code", span) else {
                return false
            }
            instruction.imm = imm
        }
        return true
    }

    /// Reads an immediate of field `type`; a name gives 0 and a relocation. Nil after a report.
    private mutating func immediate(_ type: HSXRelocationType, _ opcode: HSXOpcode) -> Int32? {
        guard let value = expression() else { return nil }
        if !value.isConstant {
            relocate(value, type, isPCRelative: opcode.effects.contains(.calls))
            return 0
        }
        if type == .jump { checkBranchTarget(value, opcode) }
        return checked(value.constant, immediateRange(opcode), "the operand of \(opcode.mnemonic)", value.span)
    }

    /// The constants that the operand of `opcode` may have. The reference takes branch targets for signed and wraps
    /// literals.
    func immediateRange(_ opcode: HSXOpcode) -> ClosedRange<Int> {
        let range = opcode.format.immediateRange
        guard options.isCompatible else { return range }
        switch opcode.format {
        case .branch: return -2048...4095
        case .immediate32: return Int.min...Int.max
        case .none, .immediate, .load, .store, .unary, .binary, .compare, .call, .service, .push, .pop, .breakpoint:
            return range
        }
    }

    private mutating func checkBranchTarget(_ value: MVASMValue, _ opcode: HSXOpcode) {
        if !opcode.effects.contains(.calls), value.constant & 3 != 0 {
            report(.unalignedTarget(value.constant, value.span))
        }
    }

    /// `value` cut to 32 bits if it is in `range`; nil after a report.
    mutating func checked(
        _ value: Int, _ range: ClosedRange<Int>, _ what: @autoclosure () -> String, _ span: SourceSpan
    ) -> Int32? {
        guard range.contains(value) else {
            report(.outOfRange(what(), value, range, span))
            return nil
        }
        return Int32(truncatingIfNeeded: value)
    }

    /// Books a relocation of the code word that the instruction's immediate will be in.
    private mutating func relocate(_ value: MVASMValue, _ type: HSXRelocationType, isPCRelative: Bool) {
        guard
            let addend = checked(
                value.constant, Int(Int32.min)...Int(Int32.max), "the distance from the name", value.span)
        else {
            return
        }
        object.relocations.append(
            HSXRelocation(
                section: .text, type: type, kind: value.kind, isPCRelative: isPCRelative,
                offset: object.codeSize + (type == .imm32 ? 4 : 0), symbol: value.symbol, addend: addend,
                span: value.span))
        if isPCRelative { records[value.symbol.index].isCallTarget = true }
    }

    /// Reads `[Rs]`, `[Rs+expr]` or `[Rs-expr]`.
    private mutating func memoryOperand(_ opcode: HSXOpcode) -> (base: HSXRegister, offset: Int32)? {
        skipSeparators()
        guard take(UInt8(ascii: "[")) else {
            report(.missingOperand("'[' of a memory operand", span(position, position)))
            return nil
        }
        guard let base = register() else { return nil }
        skipSpace()
        var offset: Int32 = 0
        if text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
            if text[position] == UInt8(ascii: "+") { position += 1 }
            guard let imm = immediate(.mem, opcode) else { return nil }
            offset = imm
            skipSpace()
        }
        guard take(UInt8(ascii: "]")) else {
            report(.missingOperand("']' of a memory operand", span(position, position)))
            return nil
        }
        return (base, offset)
    }

    /// Reads `target`, `Rn`, `Rn+k` or `Rn-k`, where k counts words as the machine does.
    private mutating func callOperand(_ instruction: inout HSXInstruction) -> Bool {
        skipSeparators()
        let start = position
        guard let base = takeRegister() else {
            guard let imm = immediate(.jump, instruction.opcode) else { return false }
            instruction.imm = imm
            return true
        }
        if base == .r0 {
            report(.callThroughR0(span(start, position)))
            return false
        }
        instruction.rs1 = base
        skipSpace()
        if text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") {
            guard let (value, span) = constant("the distance from the register"),
                let imm = checked(value, instruction.opcode.format.immediateRange, "the distance in words", span)
            else { return false }
            instruction.imm = imm
        }
        return true
    }

    /// Reads `MOD=m, FN=f`, `m, f` or the whole number.
    private mutating func serviceOperand() -> Int32? {
        skipSeparators()
        var module = 0
        var function = 0
        var isNamed = false
        while isAtName, let field = serviceField() {
            isNamed = true
            guard let (value, span) = constant("the service") else { return nil }
            let range = field ? 0...15 : 0...255
            guard options.isCompatible || range.contains(value) else {
                report(.outOfRange(field ? "MOD" : "FN", value, range, span))
                return nil
            }
            if field { module = value & 15 } else { function = value & 255 }
            skipSeparators()
        }
        if isNamed { return Int32(module << 8 | function) }
        if isAtStatementEnd {
            report(.missingOperand("the service", span(position, position)))
            return nil
        }
        guard let (first, firstSpan) = constant("the service") else { return nil }
        skipSeparators()
        if isAtStatementEnd || text[position] == UInt8(ascii: "#") {
            if options.isCompatible { return Int32(first & 0xFFF) }
            return checked(first, 0...0xFFF, "the service", firstSpan)
        }
        guard let (second, secondSpan) = constant("the service") else { return nil }
        if options.isCompatible {
            report(.positionalService(span(Int(firstSpan.start), position)))
            return 0
        }
        guard let high = checked(first, 0...15, "the service's module", firstSpan),
            let low = checked(second, 0...255, "the service's function", secondSpan)
        else { return nil }
        return high << 8 | low
    }

    /// Steps over `MOD=` (true) or `FN=` (false).
    private mutating func serviceField() -> Bool? {
        let start = position
        let end = endOfName(start)
        let isModule = end - start == 3 && string(start, end).lowercased() == "mod"
        guard isModule || (end - start == 2 && string(start, end).lowercased() == "fn") else { return nil }
        position = end
        skipSpace()
        if take(UInt8(ascii: "=")) { return isModule }
        position = start
        return nil
    }
}

// MARK: - Diagnostics

extension Diagnostic {
    fileprivate static func instructionOutsideText(
        _ mnemonic: String, _ section: HSXSection, _ span: SourceSpan
    ) -> Diagnostic {
        .error("E1019", "\(mnemonic) in .\(section.name); instructions belong in .text", at: span)
    }

    fileprivate static func unalignedTarget(_ value: Int, _ span: SourceSpan) -> Diagnostic {
        .warning("E1020", "the branch target \(value) is no multiple of 4", at: span)
    }

    fileprivate static func callThroughR0(_ span: SourceSpan) -> Diagnostic {
        .error("E1021", "CALL cannot go through R0: register number 0 means 'relative to the CALL'", at: span)
    }

    fileprivate static func positionalService(_ span: SourceSpan) -> Diagnostic {
        .warning("E1022", "the reference assembles 'SVC m, f' as service 0, 0", at: span)
    }
}
