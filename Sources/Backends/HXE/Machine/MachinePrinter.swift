// Machine code as text, for people who look into selection and allocation.

import HSXMachine
import Support

/// Prints machine functions; with an allocation each virtual register is followed by its machine register.
struct MachinePrinter {
    private let function: MachineFunction
    private let allocation: Allocation?

    static func print(_ function: MachineFunction, _ allocation: Allocation? = nil) -> String {
        let printer = MachinePrinter(function: function, allocation: allocation)
        return function.order.map(printer.text).joined()
    }

    private func name(_ register: MachineRegister) -> String {
        guard register.isVirtual, let machine = allocation?.assignment[register.index] else { return "\(register)" }
        return "\(register):\(machine)"
    }

    private func text(_ block: MachineBlockID) -> String {
        let data = function.blocks[block]
        var text = "block\(block.rawValue): depth \(data.loopDepth) frequency \(data.frequency)\n"
        for (number, instruction) in data.instructions.enumerated() {
            text += "  \(number): \(self.text(instruction))\n"
        }
        switch data.terminator {
        case .jump(let target): text += "  jump block\(target.rawValue)\n"
        case .branch(let onZero, let taken, let other):
            text += "  if \(onZero ? "zero" : "nonzero") block\(taken.rawValue) else block\(other.rawValue)\n"
        case .table(_, let entries):
            text += "  table \(entries.map { "block\($0.rawValue)" }.joined(separator: ", "))\n"
        case .exit: break
        }
        return text
    }

    private func text(_ instruction: MachineInstruction) -> String {
        let operands = [instruction.rd, instruction.rs1, instruction.rs2].map(name).joined(separator: ", ")
        switch instruction.form {
        case .plain:
            let frame = instruction.frame.map { " frame\($0.rawValue)" } ?? ""
            return "\(instruction.opcode.mnemonic) \(operands), \(instruction.imm)\(frame)"
        case .constant:
            return "constant \(name(instruction.rd)), \(function.constants[ConstantID(rawValue: instruction.aux)])"
        case .parallelCopy:
            return "copies " + function.parallelCopies[Int(instruction.aux)].map(text).joined(separator: ", ")
        case .test, .copy, .tableJump: return "\(instruction.form) \(operands)"
        case .conditional:
            return "if \(instruction.imm == 1 ? "zero" : "nonzero") \(instruction.opcode.mnemonic) \(operands)"
        case .call, .callIndirect, .tailCall, .service, .ret:
            let site = function.callSites[Int(instruction.aux)]
            return "\(instruction.form) \(operands) uses \(site.uses.registers) results \(site.results.registers) "
                + "clobbers \(site.clobbers.registers)"
        case .illegal: return "illegal"
        }
    }

    private func text(_ pair: CopyPair) -> String {
        let target: String
        switch pair.target {
        case .register(let register): target = name(register)
        case .frame(let object): target = "frame\(object.rawValue)"
        }
        switch pair.source {
        case .register(let register): return "\(target) = \(name(register))"
        case .frame(let object): return "\(target) = frame\(object.rawValue)"
        case .constant(let id): return "\(target) = \(function.constants[id])"
        }
    }
}
