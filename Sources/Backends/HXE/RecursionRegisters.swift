// What stays in registers while a function calls itself. Every inner call would else save what its caller still needs,
// and load its constants again. Arguments that all inner calls pass on as they came stay where they came; constants
// travel as further arguments, which only callers from outside load, in registers that nothing else in the recursion
// changes.

import IR
import Support

/// The registers that a recursive function finds filled and leaves alone.
struct RecursionRegisters {
    /// Arguments by position.
    private(set) var arguments: [Int: MachineRegister] = [:]
    private(set) var constants: [(value: MachineConstant, register: MachineRegister)] = []

    var isEmpty: Bool { arguments.isEmpty && constants.isEmpty }
    var argumentMask: RegisterMask { arguments.values.reduce(0) { $0 | $1.bit } }
    var constantMask: RegisterMask { constants.reduce(0) { $0 | $1.register.bit } }

    /// The most constants that travel.
    private static let constantLimit = 6
    /// Where constants may travel: not in R0, which brings results, nor in R14, which jumps beyond the wall need.
    private static let candidates: RegisterMask = 0x3F0E

    /// What may pay in `id`, as far as its code without any of it shows.
    static func find(_ id: FunctionID, _ code: FunctionCode, _ context: HXEContext) -> RecursionRegisters {
        var found = RecursionRegisters()
        // Nobody fills registers for the entry, and unknown callers do not know which.
        guard context.calls.callsOnlyItself.contains(id), !context.calls.named.contains(id),
            !context.module.functions[id].attributes.contains(.entry), let sequence = context.sequences[id]
        else { return found }
        // What services, other functions and results need is not left alone.
        var busy = sequence.resultMask
        for site in code.selected.callSites where site.callee != id { busy |= site.uses | site.results | site.clobbers }
        for position in invariantArguments(id, context.module) {
            guard case .register(let register) = sequence.parameters[position], !busy.contains(register) else {
                continue
            }
            found.arguments[position] = register
        }
        // A register that the function saves for its callers is still changed by what it calls between.
        let free = candidates & ~(code.placeable.clobbers | busy | sequence.parameterMask)
        let limit = min(constantLimit, free.nonzeroBitCount)
        for (constant, register) in zip(repeatedConstants(code).prefix(limit), free.registers) {
            found.constants.append((constant, register))
        }
        return found
    }

    /// The positions of the arguments that every inner call passes on.
    private static func invariantArguments(_ id: FunctionID, _ module: Module) -> [Int] {
        let function = module.functions[id]
        guard let entry = function.entry else { return [] }
        let parameters = function.parameters(entry)
        var positions = Array(parameters.indices)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                if data.opcode == .call || data.opcode == .tailCall, data.function == id {
                    positions.removeAll { function.lists[data.list, $0] != parameters[$0] }
                }
            }
            // Where the entry is a loop its parameters change.
            if function.successors(block).contains(entry) { return [] }
        }
        return positions
    }

    /// The constants that instructions need loaded, the most frequent first. What copies load does not count: from a
    /// register they would have to copy it.
    private static func repeatedConstants(_ code: FunctionCode) -> [MachineConstant] {
        let machine = code.final
        var weights = [Float](repeating: 0, count: machine.constants.count)
        for block in machine.order {
            for instruction in machine.blocks[block].instructions where instruction.form == .constant {
                weights[Int(instruction.aux)] += machine.blocks[block].frequency
            }
        }
        for block in code.selected.order {
            for instruction in code.selected.blocks[block].instructions where instruction.form == .parallelCopy {
                for pair in code.selected.parallelCopies[Int(instruction.aux)] {
                    guard case .constant(let constant) = pair.source else { continue }
                    weights[constant.index] -= code.selected.blocks[block].frequency
                }
            }
        }
        let ids = machine.constants.ids.filter { id in
            if case .frame = machine.constants[id] { return false }
            return weights[id.index] >= 0.5
        }
        return ids.sorted { (weights[$1.index], $0) < (weights[$0.index], $1) }.map { machine.constants[$0] }
    }
}

extension MachineFunction {
    /// Takes the constants of `kept` from the registers that they travel in. Requires: code as it was selected.
    mutating func receiveConstants(_ kept: RecursionRegisters) {
        guard let entry = order.first else { return }
        var received: [ConstantID: MachineRegister] = [:]
        var pairs: [CopyPair] = []
        for (value, register) in kept.constants {
            let home = makeRegister()
            self[home].pinned = register
            received[constantID(value)] = home
            pairs.append(CopyPair(target: .register(home), source: .register(register)))
        }
        var rename = (0..<registerCount).map { MachineRegister($0) }
        for register in rename where register.isVirtual {
            if let home = self[register].constant.flatMap({ received[$0] }) { rename[register.index] = home }
        }
        for block in order {
            var code = blocks[block].instructions
            code.removeAll { $0.form == .constant && rename[$0.rd.index] != $0.rd }
            for index in code.indices { mapRegisters(&code[index]) { rename[$0.index] } }
            blocks[block].instructions = code
        }
        if !pairs.isEmpty { blocks[entry].instructions.insert(makeParallelCopy(pairs), at: 0) }
    }
}
