// Joins registers that are copied to each other and never live at the same time, so that the copies vanish. The most
// frequent copies come first. Copies to and from machine registers are left to allocation, which takes them as hints.

import HSXMachine

/// Joins the virtual registers of a function.
struct Coalescing {
    private var parent: [UInt32]

    private init(count: Int) { parent = (0..<UInt32(count)).map { $0 } }

    /// Joins registers, renames them and drops the copies that lost their meaning; the ranges in `liveness` follow.
    static func run(_ function: inout MachineFunction, _ liveness: inout Liveness) {
        var coalescing = Coalescing(count: function.registerCount)
        var joined = false
        for copy in candidates(function) {
            let a = coalescing.find(copy.a)
            let b = coalescing.find(copy.b)
            guard a != b, canJoin(a, b, function), !liveness.ranges[a.index].overlaps(liveness.ranges[b.index]) else {
                continue
            }
            joined = true
            coalescing.parent[b.index] = a.rawValue
            let range = liveness.ranges[b.index]
            liveness.ranges[b.index] = LiveRange()
            liveness.ranges[a.index].formUnion(range)
            if function[a].constant != function[b].constant { function[a].constant = nil }
        }
        if joined { coalescing.rename(&function) }
    }

    private static func canJoin(_ a: MachineRegister, _ b: MachineRegister, _ function: MachineFunction) -> Bool {
        let (first, second) = (function[a], function[b])
        guard first.pinned == nil, second.pinned == nil else { return false }
        return first.splitStage == 0 && second.splitStage == 0 && first.constant == second.constant
    }

    private mutating func find(_ register: MachineRegister) -> MachineRegister {
        var index = register.index
        while Int(parent[index]) != index {
            parent[index] = parent[Int(parent[index])]
            index = Int(parent[index])
        }
        return MachineRegister(index)
    }

    private struct Copy {
        let a: MachineRegister
        let b: MachineRegister
        let frequency: Float
        let number: Int
    }

    private static func candidates(_ function: MachineFunction) -> [Copy] {
        var copies: [Copy] = []
        func add(_ a: MachineRegister, _ b: MachineRegister, _ frequency: Float) {
            if a.isVirtual, b.isVirtual { copies.append(Copy(a: a, b: b, frequency: frequency, number: copies.count)) }
        }
        for block in function.order {
            let frequency = function.blocks[block].frequency
            for instruction in function.blocks[block].instructions {
                if instruction.form == .copy {
                    add(instruction.rd, instruction.rs1, frequency)
                } else if instruction.form == .parallelCopy {
                    for pair in function.parallelCopies[Int(instruction.aux)] {
                        if case .register(let target) = pair.target, case .register(let source) = pair.source {
                            add(target, source, frequency)
                        }
                    }
                }
            }
        }
        return copies.sorted { ($1.frequency, $0.number) < ($0.frequency, $1.number) }
    }

    private mutating func rename(_ function: inout MachineFunction) {
        if function.marks != nil {
            for index in MachineRegister.firstVirtual..<function.registerCount {
                let register = MachineRegister(index)
                if find(register) != register { function[register].joined = find(register) }
            }
        }
        for block in function.order {
            var code: [MachineInstruction] = []
            code.reserveCapacity(function.blocks[block].instructions.count)
            for var instruction in function.blocks[block].instructions {
                function.mapRegisters(&instruction) { find($0) }
                // What vanishes leaves a gap in the numbering, so it is kept as an empty instruction until the next
                // numbering.
                if instruction.form == .copy, instruction.rd == instruction.rs1 {
                    instruction = function.makeParallelCopy([])
                } else if instruction.form == .parallelCopy {
                    function.parallelCopies[Int(instruction.aux)].removeAll { pair in
                        if case .register(let target) = pair.target { return pair.source == .register(target) }
                        return false
                    }
                }
                code.append(instruction)
            }
            function.blocks[block].instructions = code
        }
    }
}
