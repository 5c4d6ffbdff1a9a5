// The code of a linked program as the lifter sees it: one decoded instruction a word, with the targets of jumps and
// calls resolved. Words are decoded wherever control can reach, so code that jumps into a literal is no special case.

import HSXMachine
import Support

/// A byte address in the code space of the original program.
struct CodeAddress: Hashable, Comparable, Sendable {
    let value: UInt32

    init(_ value: UInt32) { self.value = value }

    var word: Int { Int(value / 4) }
    var isAligned: Bool { value % 4 == 0 }

    static func < (left: CodeAddress, right: CodeAddress) -> Bool { left.value < right.value }
}

/// What stands at a code address.
enum DecodedInstruction {
    case instruction(HSXInstruction)
    /// No instruction of the machine.
    case illegal
    /// At or past the end of the code.
    case outside
}

/// A linked program's code, decoded on demand.
struct MachineCode {
    let program: LinkedProgram

    init(_ program: LinkedProgram) { self.program = program }

    var size: UInt32 { UInt32(program.code.count) * 4 }

    func decode(_ address: CodeAddress) -> DecodedInstruction {
        guard address.value < size else { return .outside }
        guard var instruction = HSXInstruction(program.code, at: address.word) else {
            // An LDI32 whose literal is missing runs past the end.
            return HSXOpcode(rawValue: UInt8(program.code[address.word] >> 24)) == .ldi32 ? .outside : .illegal
        }
        if let relocation = operandRelocation(address, instruction) {
            switch instruction.opcode.format {
            case .immediate, .immediate32, .load, .store: instruction.imm = Int32(bitPattern: value(of: relocation))
            case .none, .unary, .binary, .compare, .branch, .call, .service, .push, .pop, .breakpoint: break
            }
        }
        return .instruction(instruction)
    }

    func next(_ address: CodeAddress, _ instruction: HSXInstruction) -> CodeAddress {
        CodeAddress(address.value + UInt32(instruction.wordCount) * 4)
    }

    /// Where a branch goes, or a CALL without a base register.
    func target(_ address: CodeAddress, _ instruction: HSXInstruction) -> CodeAddress {
        if let relocation = operandRelocation(address, instruction) {
            return CodeAddress(value(of: relocation) & 0xFFFF)
        }
        if instruction.opcode.effects.contains(.calls) {
            return CodeAddress(UInt32(truncatingIfNeeded: Int(address.value) + Int(instruction.imm) * 4) & 0xFFFF)
        }
        return CodeAddress(UInt32(bitPattern: instruction.imm))
    }

    /// The LDI32 of the absolute jump `CALL .+4; LDI32 Rt, T; ST [R15+0], Rt; RET` at `address`: it goes to T with the
    /// stack as it was.
    func farJumpLoad(_ address: CodeAddress) -> HSXInstruction? {
        guard case .instruction(let call) = decode(address), call.opcode.effects.contains(.calls), call.rs1 == .r0,
            target(address, call).value == address.value + 4,
            case .instruction(let load) = decode(CodeAddress(address.value + 4)), load.opcode == .ldi32,
            case .instruction(let store) = decode(CodeAddress(address.value + 12)), store.opcode == .st,
            store.rs1 == .stackShadow, store.rs2 == load.rd, store.imm == 0, load.rd != .stackShadow,
            case .instruction(let ret) = decode(CodeAddress(address.value + 16)), ret.opcode.effects.contains(.returns)
        else { return nil }
        return load
    }

    /// Whether the instruction's literal is the address of code.
    func takesCodeAddress(_ address: CodeAddress, _ instruction: HSXInstruction) -> Bool {
        guard let relocation = operandRelocation(address, instruction) else { return false }
        switch instruction.opcode.format {
        case .branch, .call: return false
        case .none, .immediate, .immediate32, .load, .store, .unary, .binary, .compare, .service, .push, .pop,
            .breakpoint:
            return program.symbols[relocation.target].section == .text
        }
    }

    private func operandRelocation(_ address: CodeAddress, _ instruction: HSXInstruction) -> LinkedRelocation? {
        program.relocation(ofWord: address.word + instruction.wordCount - 1)
    }

    /// The part of the symbol's address that the relocation wants.
    private func value(of relocation: LinkedRelocation) -> UInt32 {
        let address = program.address(of: relocation.target) &+ UInt32(bitPattern: relocation.addend)
        switch relocation.kind {
        case .symbol: return address
        case .lo16: return address & 0xFFFF
        case .hi16: return address >> 16
        case .off16: return address &- program.baseAddress(.data)
        }
    }
}
