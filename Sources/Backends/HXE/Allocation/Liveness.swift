// Computes the live ranges of all registers of a function. Cost is proportional to the ranges themselves: values that
// live inside one block never enter the global part. Requires: every use of a virtual register is reached by a
// definition on all paths.

import Support

/// Live ranges, with the numbering of positions that they refer to.
struct Liveness {
    /// One range for each register; those of machine registers are what calls and conventions fix.
    var ranges: [LiveRange]
    /// The position before the first instruction, by block.
    private(set) var blockStart: [Int32]
    /// The position behind the last instruction, by block.
    private(set) var blockEnd: [Int32]

    /// The virtual registers that live across the end of each block.
    private(set) var liveOut: [[MachineRegister]]

    init(_ function: MachineFunction) {
        ranges = Array(repeating: LiveRange(), count: function.registerCount)
        blockStart = Array(repeating: 0, count: function.blocks.count)
        blockEnd = blockStart
        var position: Int32 = 0
        for block in function.order {
            blockStart[block.index] = position
            position += 4 * Int32(function.blocks[block].instructions.count + 1)
            blockEnd[block.index] = position
        }
        liveOut = Liveness.liveOutSets(function)
        for block in function.order.reversed() { scan(block, function) }
        for index in ranges.indices { ranges[index].segments.reverse() }
    }

    /// The base position of an instruction.
    func position(_ block: MachineBlockID, _ instruction: Int) -> Int32 {
        blockStart[block.index] + 4 * Int32(instruction)
    }

    func isLiveIn(_ register: MachineRegister, _ block: MachineBlockID) -> Bool {
        ranges[register.index].contains(blockStart[block.index])
    }

    // MARK: Across blocks

    /// Walks from each use that its own block does not define back to the definitions.
    private static func liveOutSets(_ function: MachineFunction) -> [[MachineRegister]] {
        var exposed: [(register: MachineRegister, block: MachineBlockID)] = []
        var defined: [(register: MachineRegister, block: MachineBlockID)] = []
        var lastExposed = [UInt32](repeating: .max, count: function.registerCount)
        var lastDefined = lastExposed
        for block in function.order {
            for instruction in function.blocks[block].instructions {
                function.forEachUse(instruction) { register in
                    guard register.isVirtual, lastDefined[register.index] != block.rawValue,
                        lastExposed[register.index] != block.rawValue
                    else { return }
                    lastExposed[register.index] = block.rawValue
                    exposed.append((register, block))
                }
                function.forEachDefinition(instruction) { register in
                    guard register.isVirtual, lastDefined[register.index] != block.rawValue else { return }
                    lastDefined[register.index] = block.rawValue
                    defined.append((register, block))
                }
            }
        }
        exposed.sort { $0.register < $1.register }
        defined.sort { $0.register < $1.register }
        let predecessors = function.predecessors()
        var liveOut = [[MachineRegister]](repeating: [], count: function.blocks.count)
        var definedStamp = [UInt32](repeating: .max, count: function.blocks.count)
        var liveStamp = definedStamp
        var nextDefinition = 0
        var next = 0
        while next < exposed.count {
            let register = exposed[next].register
            while nextDefinition < defined.count, defined[nextDefinition].register < register { nextDefinition += 1 }
            while nextDefinition < defined.count, defined[nextDefinition].register == register {
                definedStamp[defined[nextDefinition].block.index] = register.rawValue
                nextDefinition += 1
            }
            var worklist: [MachineBlockID] = []
            while next < exposed.count, exposed[next].register == register {
                worklist.append(exposed[next].block)
                next += 1
            }
            while let block = worklist.popLast() {
                for predecessor in predecessors[block.index] where liveStamp[predecessor.index] != register.rawValue {
                    liveStamp[predecessor.index] = register.rawValue
                    liveOut[predecessor.index].append(register)
                    if definedStamp[predecessor.index] != register.rawValue { worklist.append(predecessor) }
                }
            }
        }
        return liveOut
    }

    // MARK: Inside a block

    private mutating func add(_ register: MachineRegister, _ start: Int32, _ end: Int32) {
        let index = register.index
        if let last = ranges[index].segments.last, last.start <= end {
            ranges[index].segments[ranges[index].segments.count - 1].start = min(start, last.start)
        } else {
            ranges[index].segments.append(LiveSegment(start: start, end: end))
        }
    }

    /// Adds the segments of one block, last first.
    private mutating func scan(_ block: MachineBlockID, _ function: MachineFunction) {
        // Every live register has an open segment that begins at the block's start until a definition is met above.
        let start = blockStart[block.index]
        for register in liveOut[block.index] { add(register, start, blockEnd[block.index]) }
        var open = liveOut[block.index]
        var isOpen = openMarks
        openMarks = []
        if isOpen.count < function.registerCount { isOpen = Array(repeating: false, count: function.registerCount) }
        for register in open { isOpen[register.index] = true }
        let instructions = function.blocks[block].instructions
        for number in instructions.indices.reversed() {
            let instruction = instructions[number]
            let base = start + 4 * Int32(number)
            for register in function.clobbers(instruction).registers where !isOpen[register.index] {
                add(register, base + 2, base + 3)
            }
            function.forEachDefinition(instruction) { register in
                if isOpen[register.index] {
                    isOpen[register.index] = false
                    let last = ranges[register.index].segments.count - 1
                    ranges[register.index].segments[last].start = base + 2
                } else {
                    add(register, base + 2, base + 3)
                }
            }
            for register in function.forbidden(instruction).registers where !isOpen[register.index] {
                add(register, base, base + 2)
            }
            function.forEachUse(instruction) { register in
                guard !isOpen[register.index] else { return }
                isOpen[register.index] = true
                open.append(register)
                add(register, start, base + 2)
            }
        }
        for register in open { isOpen[register.index] = false }
        openMarks = isOpen
    }

    /// All false between two blocks.
    private var openMarks: [Bool] = []
}
