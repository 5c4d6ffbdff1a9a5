// Where constants are loaded. Selection names one register for each constant in each block that uses it; here the
// blocks are grouped under common dominators, outside of loops, so that the loads executed are as few as possible. What
// turns out to cost too many registers is undone by allocation, which can repeat a constant anywhere.

import IR
import Support

/// The uses of constants, by block.
struct ConstantPlacement {
    private struct Use {
        let constant: ConstantID
        let block: BlockID
        let register: MachineRegister
    }

    private var uses: [Use] = []
    private var block = BlockID(rawValue: 0)
    private var latest = SecondaryMap<ConstantID, Int>(initial: -1)

    mutating func begin(_ block: BlockID) { self.block = block }

    /// The register of a constant in the current block.
    mutating func register(_ constant: ConstantID, _ machine: inout MachineFunction) -> MachineRegister {
        let place = latest[constant]
        if place >= 0, uses[place].block == block { return uses[place].register }
        let register = machine.makeRegister(constant: constant)
        latest[constant] = uses.count
        uses.append(Use(constant: constant, block: block, register: register))
        return register
    }

    /// Loads every constant where it costs least and renames the registers accordingly.
    func place(in machine: inout MachineFunction, _ lowering: HXELowering) {
        var groups = [[Use]](repeating: [], count: machine.constants.count)
        for use in uses { groups[use.constant.index].append(use) }
        var rename = [MachineRegister](repeating: .none, count: machine.registerCount)
        var loads = [[MachineRegister]](repeating: [], count: machine.blocks.count)
        let dominators = Dominators(lowering, machine)
        for group in groups where !group.isEmpty {
            for (block, members) in Self.choose(group, machine, dominators) {
                let register = members[0].register
                for member in members { rename[member.register.index] = register }
                loads[lowering.machineBlocks[block].index].append(register)
            }
        }
        var home = [UInt32](repeating: .max, count: machine.registerCount)
        for block in machine.order {
            for register in loads[block.index] { home[register.index] = block.rawValue }
            var code: [MachineInstruction] = []
            code.reserveCapacity(machine.blocks[block].instructions.count + loads[block.index].count)
            for var instruction in machine.blocks[block].instructions {
                machine.mapRegisters(&instruction) { rename[$0.index] == .none ? $0 : rename[$0.index] }
                var needed: [MachineRegister] = []
                machine.forEachUse(instruction) { register in
                    if home[register.index] == block.rawValue, !needed.contains(register) { needed.append(register) }
                }
                for register in needed {
                    home[register.index] = .max
                    code.append(Self.load(register, machine))
                }
                code.append(instruction)
            }
            for register in loads[block.index] where home[register.index] == block.rawValue {
                code.append(Self.load(register, machine))
            }
            machine.blocks[block].instructions = code
        }
    }

    private static func load(_ register: MachineRegister, _ machine: MachineFunction) -> MachineInstruction {
        guard let constant = machine[register].constant else {
            preconditionFailure("ConstantPlacement: register \(register) holds no constant")
        }
        return .constant(register, constant)
    }

    /// A node of the tree of the uses' common dominators.
    private struct Node {
        let block: BlockID
        /// The uses that a load in this very block must serve.
        var own: [Use]
        /// What loads below this block cost, and what they serve.
        var cost: Float = 0
        var parts: [(BlockID, [Use])] = []
    }

    /// The blocks to load a constant in, each with the uses that it serves.
    private static func choose(
        _ group: [Use], _ machine: MachineFunction, _ dominators: Dominators
    ) -> [(BlockID, [Use])] {
        func finish(_ node: Node) -> Node {
            let here = dominators.frequency(node.block)
            if node.own.isEmpty, node.parts.count < 2 || here >= node.cost { return node }
            return Node(
                block: node.block, own: [], cost: here, parts: [(node.block, node.own + node.parts.flatMap(\.1))])
        }
        var stack: [Node] = []
        func attach(_ node: Node) {
            stack[stack.count - 1].cost += node.cost
            stack[stack.count - 1].parts += node.parts
        }
        for (block, use) in group.map({ (dominators.blockBeforeLoops($0.block), $0) }).sorted(by: dominators.precede) {
            if let top = stack.last {
                let common = dominators.common(top.block, block)
                while let closing = stack.last, closing.block != common {
                    stack.removeLast()
                    if stack.last.map({ $0.block != common && dominators.tree.dominates($0.block, common) }) ?? true {
                        stack.append(Node(block: common, own: []))
                    }
                    attach(finish(closing))
                }
                // A load here serves everything below for nothing.
                if block == common || !stack[stack.count - 1].own.isEmpty {
                    stack[stack.count - 1].own.append(use)
                    continue
                }
            }
            stack.append(Node(block: block, own: [use]))
        }
        while stack.count > 1 {
            let closed = finish(stack.removeLast())
            attach(closed)
        }
        return stack.first.map { finish($0).parts } ?? []
    }

    /// What the choice asks of the control-flow graph.
    private struct Dominators {
        let tree: DominatorTree
        private let lowering: HXELowering
        private let machine: MachineFunction
        private var numbers: SecondaryMap<BlockID, Int>

        init(_ lowering: HXELowering, _ machine: MachineFunction) {
            tree = lowering.tree
            self.lowering = lowering
            self.machine = machine
            numbers = SecondaryMap(initial: 0, count: lowering.function.blocks.count)
            for (number, block) in tree.preorder.enumerated() { numbers[block] = number }
        }

        func frequency(_ block: BlockID) -> Float { machine.blocks[lowering.machineBlocks[block]].frequency }

        func precede(_ left: (BlockID, Use), _ right: (BlockID, Use)) -> Bool { numbers[left.0] < numbers[right.0] }

        func common(_ a: BlockID, _ b: BlockID) -> BlockID {
            var block = a
            while !tree.dominates(block, b), let above = tree.immediateDominator(block) { block = above }
            return block
        }

        /// The block in which a load for `block` alone runs least often: above the loops around it, if that is better.
        func blockBeforeLoops(_ block: BlockID) -> BlockID {
            var best = block
            var current = block
            while let loop = lowering.loops.loop(of: current),
                let above = tree.immediateDominator(lowering.loops.loops[loop].header)
            {
                current = above
                if frequency(current) < frequency(best) { best = current }
            }
            return best
        }
    }
}
