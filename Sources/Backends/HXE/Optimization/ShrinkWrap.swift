// Puts off building the frame: paths that need none, such as the base case of a recursion, then neither push nor pop.
// The frame is built at the start of the one block that all its users lie behind. Source: Chow, "Minimizing Register
// Usage Penalty at Procedure Calls", PLDI 1988, in the form with one place for the prologue.
// Requires: machine registers, blocks in their final order, no frame laid out yet.

import HSXMachine
import Support

/// Where a function builds its frame.
struct FrameRegion {
    /// The block that begins with the prologue.
    let start: MachineBlockID
    /// The blocks in which the frame stands; control leaves the function from them through the epilogue.
    let blocks: EntitySet<MachineBlockID>

    func contains(_ block: MachineBlockID) -> Bool { blocks.contains(block) }

    /// The whole function.
    static func everywhere(_ function: MachineFunction) -> FrameRegion {
        var blocks = EntitySet<MachineBlockID>(capacity: function.blocks.count)
        for block in function.order { blocks.insert(block) }
        return FrameRegion(start: function.order.first ?? MachineBlockID(rawValue: 0), blocks: blocks)
    }
}

/// Finds the region, and moves copies into saved registers from the entry to its start.
struct ShrinkWrap {
    private var function: MachineFunction
    /// The registers that the caller wants back.
    private let saved: RegisterMask
    private let dominators: MachineDominators
    /// Copies at the entry that may move: a saved register gets a parameter.
    private var copies: [(target: MachineRegister, source: MachineRegister)] = []

    /// The region of `function`'s frame, where `touched` are all registers that it changes.
    static func run(_ function: inout MachineFunction, touched: RegisterMask) -> FrameRegion {
        let saved = touched & ~function.allowedClobbers & .allocatable
        let everywhere = FrameRegion.everywhere(function)
        if let scratch = function.scratch, saved.contains(scratch) { return everywhere }
        guard !function.isPlainEntry, saved != 0 || function.frameObjects.count > 0, function.order.count > 1 else {
            return everywhere
        }
        var wrap = ShrinkWrap(function, saved)
        guard let start = wrap.place(), let entry = function.order.first, start != entry else { return everywhere }
        let region = wrap.dominators.region(of: start, in: function)
        guard wrap.moveCopies(to: start, region) else { return everywhere }
        function = wrap.function
        return FrameRegion(start: start, blocks: region)
    }

    private init(_ function: MachineFunction, _ saved: RegisterMask) {
        self.function = function
        self.saved = saved
        dominators = MachineDominators(function)
        var written: RegisterMask = 0
        // A saved register that is a parameter itself keeps its first value until the copy.
        var read: RegisterMask = 0
        for instruction in function.blocks[function.order[0]].instructions {
            if instruction.form == .copy, saved.contains(instruction.rd), instruction.rs1.isPhysical,
                !saved.contains(instruction.rs1), !(written | read).contains(instruction.rd),
                !written.contains(instruction.rs1)
            {
                copies.append((instruction.rd, instruction.rs1))
            }
            function.forEachUse(instruction) { if $0.isPhysical { read |= $0.bit } }
            function.forEachDefinition(instruction) { if $0.isPhysical { written |= $0.bit } }
            written |= function.clobbers(instruction)
        }
    }

    /// The lowest block that everything which needs the frame lies behind, outside all cycles; nil when it must be the
    /// entry.
    private func place() -> MachineBlockID? {
        var place: MachineBlockID?
        for block in function.order where needsFrame(block) {
            place = place.map { dominators.commonDominator($0, block) } ?? block
        }
        while let candidate = place, candidate != function.order.first {
            if dominators.isClosed(candidate, in: function) { return candidate }
            place = dominators.immediate(candidate)
        }
        return nil
    }

    private func needsFrame(_ block: MachineBlockID) -> Bool {
        let isEntry = block == function.order.first
        for instruction in function.blocks[block].instructions {
            switch instruction.form {
            case .call, .callIndirect, .parallelCopy: return true
            case .constant:
                if case .frame = function.constants[ConstantID(rawValue: instruction.aux)] { return true }
            case .plain:
                let stackOperations: HSXEffects = [.pushes, .pops]
                let usesStack = instruction.rs1 == .stack || instruction.rs2 == .stack
                if usesStack || !instruction.opcode.effects.isDisjoint(with: stackOperations) { return true }
            case .test, .copy, .conditional, .service, .tailCall, .ret, .tableJump, .illegal: break
            }
            if isEntry, isCandidate(instruction) { continue }
            var changesSaved = function.clobbers(instruction) & saved != 0
            function.forEachDefinition(instruction) { if saved.contains($0) { changesSaved = true } }
            if changesSaved { return true }
        }
        return false
    }

    private func isCandidate(_ instruction: MachineInstruction) -> Bool {
        instruction.form == .copy && copies.contains { $0.target == instruction.rd && $0.source == instruction.rs1 }
    }

    /// Moves the copies to the start of the region; outside it their sources are used. False, with nothing changed,
    /// where a source does not keep its value.
    private mutating func moveCopies(to start: MachineBlockID, _ region: EntitySet<MachineBlockID>) -> Bool {
        var sources: RegisterMask = 0
        for copy in copies { sources |= copy.source.bit }
        let outside = function.order.filter { !region.contains($0) }
        for block in outside {
            for instruction in function.blocks[block].instructions where !isCandidate(instruction) {
                var isLost = function.clobbers(instruction) & sources != 0
                function.forEachDefinition(instruction) { if sources.contains($0) { isLost = true } }
                if isLost { return false }
            }
        }
        func source(_ register: MachineRegister) -> MachineRegister {
            copies.first { $0.target == register }?.source ?? register
        }
        for block in outside {
            var code = function.blocks[block].instructions
            if block == function.order.first { code.removeAll(where: isCandidate) }
            for place in code.indices {
                code[place].rs1 = source(code[place].rs1)
                code[place].rs2 = source(code[place].rs2)
            }
            function.blocks[block].instructions = code
        }
        let moved = copies.map { MachineInstruction.copy($0.target, $0.source) }
        function.blocks[start].instructions.insert(contentsOf: moved, at: 0)
        return true
    }
}
