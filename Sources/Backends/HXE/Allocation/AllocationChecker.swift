// Follows which virtual register each machine register holds along all paths, and finds the first use that would read
// another one. Where paths disagree a machine register holds nothing. Requires: an allocation that has not been applied
// yet.

import Support

/// Verifies allocations.
struct AllocationChecker {
    private typealias State = [MachineRegister]

    /// What is wrong first, nil when nothing is.
    static func check(_ function: MachineFunction, _ allocation: Allocation) -> String? {
        var entry = [State?](repeating: nil, count: function.blocks.count)
        guard let first = function.order.first else { return nil }
        entry[first.index] = (0..<MachineRegister.firstVirtual).map { MachineRegister($0) }
        var worklist = [first]
        while let block = worklist.popLast() {
            guard var state = entry[block.index] else { continue }
            for instruction in function.blocks[block].instructions { step(instruction, &state, function, allocation) }
            for target in function.blocks[block].successors {
                let merged = entry[target.index].map { meet($0, state) } ?? state
                if entry[target.index] != merged {
                    entry[target.index] = merged
                    worklist.append(target)
                }
            }
        }
        for block in function.order {
            guard var state = entry[block.index] else { continue }
            for (number, instruction) in function.blocks[block].instructions.enumerated() {
                var fault: String?
                function.forEachUse(instruction) { register in
                    let machine = allocation.assignment[register.index]
                    if register.isVirtual, function.forbidden(instruction).contains(machine) {
                        fault = "block \(block.rawValue), instruction \(number): \(register) is in \(machine)"
                    } else if machine == .none || state[machine.index] != register {
                        fault = "block \(block.rawValue), instruction \(number): \(register) is not in \(machine)"
                    }
                }
                if let fault { return fault }
                step(instruction, &state, function, allocation)
            }
        }
        return nil
    }

    private static func meet(_ a: State, _ b: State) -> State { zip(a, b).map { $0 == $1 ? $0 : .none } }

    private static func step(
        _ instruction: MachineInstruction, _ state: inout State, _ function: MachineFunction, _ allocation: Allocation
    ) {
        for register in function.clobbers(instruction).registers { state[register.index] = .none }
        function.forEachDefinition(instruction) { register in
            let machine = register.isPhysical ? register : allocation.assignment[register.index]
            if machine.isPhysical { state[machine.index] = register }
        }
    }
}
