// Splits registers that found no machine register. Each piece lives in one region; between the pieces the value is in
// its home: a slot of the frame that every definition stores to, or for constants nothing at all. The regions get finer
// with every failure: outermost loops, inner loops, straight runs between calls, single instructions.

import HSXMachine
import IR
import Support

/// Replaces registers by their pieces.
struct Splitting {
    /// Split into runs of a block between calls.
    static let runs: UInt8 = 254
    /// Split into single instructions: cannot be split further, and is never evicted.
    static let finest: UInt8 = 255

    private var function: MachineFunction
    private let liveness: Liveness
    private let predecessors: [[MachineBlockID]]
    private var plans: [Plan?]

    /// How one register is split.
    private struct Plan {
        let constant: ConstantID?
        var home: FrameObjectID?
        let stage: UInt8
        /// The pieces of regions that are loops.
        var loopPieces: [LoopID: MachineRegister] = [:]
        /// The piece of the current run or instruction, if one is loaded.
        var piece: MachineRegister = .none
        var block: MachineBlockID?
    }

    /// Splits `registers` one step further; false when one of them is split to the finest already.
    static func run(_ function: inout MachineFunction, _ liveness: Liveness, _ registers: [MachineRegister]) -> Bool {
        var splitting = Splitting(function, liveness)
        for register in registers.sorted() {
            guard function[register].splitStage != finest else { return false }
            splitting.plan(register)
        }
        splitting.rewrite()
        function = splitting.function
        return true
    }

    private init(_ function: MachineFunction, _ liveness: Liveness) {
        self.function = function
        self.liveness = liveness
        predecessors = function.predecessors()
        plans = Array(repeating: nil, count: function.registerCount)
    }

    // MARK: Planning

    /// The loop at `depth` around a block; nil for blocks that lie less deep.
    private func loop(around block: MachineBlockID, depth: Int) -> LoopID? {
        var loop = function.blocks[block].loop
        while let current = loop, function.loops[current].depth > depth { loop = function.loops[current].parent }
        guard let found = loop, function.loops[found].depth == depth else { return nil }
        return found
    }

    private mutating func plan(_ register: MachineRegister) {
        let facts = function[register]
        let stage = facts.splitStage >= Self.runs ? Self.finest : chooseStage(register, after: Int(facts.splitStage))
        var plan = Plan(constant: facts.constant, home: facts.home, stage: stage)
        if facts.constant == nil, facts.home == nil {
            plan.home = function.frameObjects.append(FrameObject(kind: .spill, size: 4))
        }
        plans[register.index] = plan
        // For debuggers: between its pieces the register is there.
        function[register].home = plan.home
    }

    /// The coarsest stage that makes more than one piece.
    private func chooseStage(_ register: MachineRegister, after stage: Int) -> UInt8 {
        // Only the blocks where the register lives matter; their number is bounded by the segments.
        var deepest = 0
        var blocks: [MachineBlockID] = []
        for segment in liveness.ranges[register.index].segments { blocks += blocksCovered(by: segment) }
        for block in blocks { deepest = max(deepest, function.blocks[block].loopDepth) }
        var depth = stage + 1
        while depth <= min(deepest, 200) {
            var seen: LoopID?
            var isOne = true
            for block in blocks {
                guard let region = loop(around: block, depth: depth) else {
                    isOne = false
                    break
                }
                if let seen, seen != region { isOne = false }
                seen = region
            }
            if !isOne { return UInt8(depth) }
            depth += 1
        }
        return Self.runs
    }

    private func blocksCovered(by segment: LiveSegment) -> [MachineBlockID] {
        var low = 0
        var high = function.order.count
        while low < high {
            let middle = (low + high) / 2
            if liveness.blockEnd[function.order[middle].index] <= segment.start {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var blocks: [MachineBlockID] = []
        while low < function.order.count, liveness.blockStart[function.order[low].index] < segment.end {
            blocks.append(function.order[low])
            low += 1
        }
        return blocks
    }

    // MARK: Rewriting

    private mutating func rewrite() {
        for block in function.order { rewrite(block) }
        loadLoopPieces()
    }

    /// The piece of a register's loop region around `block`; nil when the region is the block or finer.
    private mutating func loopPiece(_ register: MachineRegister, _ block: MachineBlockID) -> MachineRegister? {
        guard let plan = plans[register.index], plan.stage < Self.runs,
            let loop = loop(around: block, depth: Int(plan.stage))
        else { return nil }
        if let piece = plan.loopPieces[loop] { return piece }
        let piece = makePiece(register, stage: plan.stage)
        plans[register.index]?.loopPieces[loop] = piece
        return piece
    }

    private mutating func makePiece(_ register: MachineRegister, stage: UInt8) -> MachineRegister {
        let plan = plans[register.index]
        let piece = function.makeRegister(constant: plan?.constant, splitStage: stage)
        function[piece].home = plan?.home
        return piece
    }

    private func isPlanned(_ register: MachineRegister) -> Bool {
        register.isVirtual && register.index < plans.count && plans[register.index] != nil
    }

    private func load(_ piece: MachineRegister, _ register: MachineRegister) -> MachineInstruction {
        guard let plan = plans[register.index] else { preconditionFailure("Splitting: \(register) has no plan") }
        if let constant = plan.constant { return .constant(piece, constant) }
        return .load(.ld, piece, MemoryPlace(base: .stack, offset: 0, frame: plan.home))
    }

    private func store(_ piece: MachineRegister, _ register: MachineRegister) -> MachineInstruction? {
        guard let plan = plans[register.index], plan.constant == nil else { return nil }
        return .store(.st, MemoryPlace(base: .stack, offset: 0, frame: plan.home), piece)
    }

    /// Whether the instruction only moves a planned register from or to its home: made by an earlier step, and made
    /// anew by this one.
    private func isOwnTransfer(_ instruction: MachineInstruction) -> Bool {
        if instruction.form == .constant {
            return isPlanned(instruction.rd) && plans[instruction.rd.index]?.constant != nil
        }
        guard let frame = instruction.frame else { return false }
        let register = instruction.opcode == .ld ? instruction.rd : instruction.rs2
        return isPlanned(register) && plans[register.index]?.home == frame
            && function.frameObjects[frame].kind == .spill
    }

    private mutating func rewrite(_ block: MachineBlockID) {
        let old = function.blocks[block].instructions
        var code: [MachineInstruction] = []
        code.reserveCapacity(old.count)
        for var instruction in old {
            if isOwnTransfer(instruction) { continue }
            if instruction.form == .parallelCopy {
                code += rewriteCopies(instruction, block)
                continue
            }
            if let simple = rewriteSimpleCopy(instruction, block) {
                code.append(simple)
                continue
            }
            var used: [MachineRegister] = []
            var defined: [MachineRegister] = []
            function.forEachUse(instruction) { if isPlanned($0), !used.contains($0) { used.append($0) } }
            function.forEachDefinition(instruction) { if isPlanned($0), !defined.contains($0) { defined.append($0) } }
            var pieces: [(MachineRegister, MachineRegister)] = []
            for register in used {
                let piece = currentPiece(register, block, isUse: true, &code, instruction.location)
                pieces.append((register, piece))
            }
            for register in defined where !used.contains(register) {
                pieces.append((register, currentPiece(register, block, isUse: false, &code, instruction.location)))
            }
            if !pieces.isEmpty {
                function.mapRegisters(&instruction) { register in pieces.first { $0.0 == register }?.1 ?? register }
            }
            code.append(instruction)
            for (register, piece) in pieces where defined.contains(register) {
                if var store = store(piece, register) {
                    store.location = instruction.location
                    code.append(store)
                }
            }
            if Self.endsRun(instruction) { runNumber += 1 }
        }
        runNumber += 1
        function.blocks[block].instructions = code
    }

    /// Counts runs; a piece of a run is good only in its own.
    private var runNumber: Int32 = 0
    private var pieceRuns: [Int32] = []

    private static func endsRun(_ instruction: MachineInstruction) -> Bool {
        switch instruction.form {
        case .call, .callIndirect: true
        case .plain, .test, .copy, .parallelCopy, .constant, .conditional, .tailCall, .service, .ret, .tableJump,
            .illegal:
            false
        }
    }

    /// The register that holds `register` at this instruction; it is loaded into a new piece at need.
    private mutating func currentPiece(
        _ register: MachineRegister, _ block: MachineBlockID, isUse: Bool, _ code: inout [MachineInstruction],
        _ location: LocationID
    ) -> MachineRegister {
        if let piece = loopPiece(register, block) { return piece }
        if pieceRuns.isEmpty { pieceRuns = Array(repeating: -1, count: plans.count) }
        let isFinest = plans[register.index]?.stage == Self.finest
        if !isFinest, let plan = plans[register.index], plan.piece != .none, pieceRuns[register.index] == runNumber {
            return plan.piece
        }
        let piece = makePiece(register, stage: isFinest ? Self.finest : Self.runs)
        plans[register.index]?.piece = piece
        pieceRuns[register.index] = runNumber
        if isUse {
            var load = load(piece, register)
            load.location = location
            code.append(load)
        }
        return piece
    }

    /// The piece that holds `register` already, if one does.
    private mutating func heldPiece(_ register: MachineRegister, _ block: MachineBlockID) -> MachineRegister? {
        if let piece = loopPiece(register, block) { return piece }
        guard let plan = plans[register.index], plan.stage != Self.finest, plan.piece != .none, !pieceRuns.isEmpty,
            pieceRuns[register.index] == runNumber
        else { return nil }
        return plan.piece
    }

    /// A copy from or to a home is a load or store by itself.
    private mutating func rewriteSimpleCopy(
        _ instruction: MachineInstruction, _ block: MachineBlockID
    ) -> MachineInstruction? {
        guard instruction.form == .copy else { return nil }
        if isPlanned(instruction.rs1), !isPlanned(instruction.rd), heldPiece(instruction.rs1, block) == nil {
            var load = load(instruction.rd, instruction.rs1)
            load.location = instruction.location
            load.serial = instruction.serial
            return load
        }
        if isPlanned(instruction.rd), !isPlanned(instruction.rs1), plans[instruction.rd.index]?.stage == Self.finest,
            var store = store(instruction.rs1, instruction.rd)
        {
            store.location = instruction.location
            store.serial = instruction.serial
            return store
        }
        return nil
    }

    // MARK: Parallel copies

    private mutating func rewriteCopies(
        _ instruction: MachineInstruction, _ block: MachineBlockID
    ) -> [MachineInstruction] {
        var pairs: [CopyPair] = []
        for pair in function.parallelCopies[Int(instruction.aux)] {
            var source = pair.source
            if case .register(let register) = source, isPlanned(register) { source = home(register, block) }
            guard case .register(let target) = pair.target, isPlanned(target) else {
                pairs.append(CopyPair(target: pair.target, source: source))
                continue
            }
            guard let plan = plans[target.index], let home = plan.home else { continue }
            if let piece = loopPiece(target, block) { pairs.append(CopyPair(target: .register(piece), source: source)) }
            if source != .frame(home) { pairs.append(CopyPair(target: .frame(home), source: source)) }
            // The value in the piece of this run is the old one.
            plans[target.index]?.piece = .none
        }
        // A piece of an earlier step is stored to its home by the copy already.
        var stored: [FrameObjectID] = []
        pairs.removeAll { pair in
            guard case .frame(let home) = pair.target else { return false }
            defer { stored.append(home) }
            return stored.contains(home)
        }
        var copy = function.makeParallelCopy(pairs)
        copy.location = instruction.location
        copy.serial = instruction.serial
        return [copy]
    }

    private mutating func home(_ register: MachineRegister, _ block: MachineBlockID) -> CopySource {
        if let constant = plans[register.index]?.constant { return .constant(constant) }
        if let piece = heldPiece(register, block) { return .register(piece) }
        if let home = plans[register.index]?.home { return .frame(home) }
        return .register(register)
    }

    /// Loads the pieces of loops before their loops, where the value lives on entry.
    private mutating func loadLoopPieces() {
        for index in plans.indices {
            guard let plan = plans[index] else { continue }
            for loop in plan.loopPieces.keys.sorted() {
                guard let piece = plan.loopPieces[loop] else { continue }
                let header = function.loops[loop].header
                guard liveness.isLiveIn(MachineRegister(index), header) else { continue }
                for predecessor in predecessors[header.index] where !isInside(predecessor, loop) {
                    function.blocks[predecessor].instructions.append(load(piece, MachineRegister(index)))
                }
            }
        }
    }

    private func isInside(_ block: MachineBlockID, _ loop: LoopID) -> Bool {
        self.loop(around: block, depth: function.loops[loop].depth) == loop
    }
}
