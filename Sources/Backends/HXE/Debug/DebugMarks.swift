// What the machine code of a function has to remember of its source variables. Marks stand at instructions by their
// serial numbers, which count up along the code as it was selected: passes move and drop instructions as they like, and
// never look here. `VariableTracker` works out from the final code what the marks amount to.

import IR
import Support

/// Where a variable is, as far as selection knows.
enum MarkPlace: Hashable {
    case none
    case value(ValueID)
    case constant(UInt64)
    /// It lies in the frame.
    case frame(FrameObjectID, Int32)
    /// It lies at a fixed address.
    case fixed(MachineConstant)
    /// It is an address that the linker fills in.
    case pointer(MachineConstant)
    /// It lies at the address in a value, plus an offset.
    case memory(ValueID, Int32)
}

/// Something that holds from before an instruction on.
enum DebugMark {
    /// From here on so many bytes of the variable, all when 0, are there.
    case bind(DebugVariableID, offset: UInt32, size: UInt32, MarkPlace)
    /// Here the register holds the value.
    case holds(ValueID, MachineRegister)
    /// The instruction itself computes the value; the register is where selection wanted it.
    case defines(ValueID, MachineRegister)
}

/// The marks of a function.
struct DebugMarks {
    /// By rising serial number.
    private(set) var marks: [(serial: UInt32, mark: DebugMark)] = []
    /// The serial numbers of each block: from its first instruction to its terminator.
    private(set) var spans: SecondaryMap<MachineBlockID, ClosedRange<UInt32>?> = SecondaryMap(initial: nil)

    /// The places in `marks` of those from `first` to `last`.
    func range(_ first: UInt32, _ last: UInt32) -> Range<Int> {
        let start = lowerBound(first)
        return start..<max(start, lowerBound(last + 1))
    }

    private func lowerBound(_ serial: UInt32) -> Int {
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].serial < serial { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func add(_ mark: DebugMark, at serial: UInt32) { marks.append((serial, mark)) }
    mutating func setSpan(_ block: MachineBlockID, _ span: ClosedRange<UInt32>) { spans[block] = span }
}

/// Collects the bindings while a function is lowered, and turns them into marks when its code is complete.
struct DebugCollector {
    /// The bindings that stand before a machine instruction, by the number that its `serial` has until then.
    private var before: [[DebugBinding]] = []
    private var beforeTerminator: [MachineBlockID: [DebugBinding]] = [:]

    /// Says that `bindings` stand before `instruction`, and before what stands there already.
    mutating func attach(_ bindings: [DebugBinding], before instruction: inout MachineInstruction) {
        if instruction.serial == .max {
            instruction.serial = UInt32(before.count)
            before.append(bindings)
        } else {
            before[Int(instruction.serial)].insert(contentsOf: bindings, at: 0)
        }
    }

    mutating func attach(_ bindings: [DebugBinding], beforeTerminatorOf block: MachineBlockID) {
        beforeTerminator[block, default: []].insert(contentsOf: bindings, at: 0)
    }

    /// Numbers the instructions of `lowering`'s code and makes the marks.
    func finish(_ lowering: inout HXELowering) {
        let numbering = MarkNumbering(lowering, before, beforeTerminator)
        lowering.machine.marks = numbering.marks
        for (block, serials) in numbering.serials {
            for index in serials.indices { lowering.machine.blocks[block].instructions[index].serial = serials[index] }
        }
    }
}

/// The walk that numbers instructions.
private struct MarkNumbering {
    private(set) var marks = DebugMarks()
    private(set) var serials: [(MachineBlockID, [UInt32])] = []
    private let lowering: HXELowering
    /// The values that something is bound to.
    private var bound: Set<ValueID> = []
    /// Those of them that live in each register.
    private var values: [MachineRegister: [ValueID]] = [:]
    private var blockOf: [MachineBlockID: BlockID] = [:]

    init(
        _ lowering: HXELowering, _ before: [[DebugBinding]], _ beforeTerminator: [MachineBlockID: [DebugBinding]]
    ) {
        self.lowering = lowering
        findValues(before.joined())
        findValues(beforeTerminator.values.joined())
        for block in lowering.graph.reversePostorder { blockOf[lowering.machineBlocks[block]] = block }
        var next: UInt32 = 0
        for block in lowering.machine.order {
            let first = next
            var numbers: [UInt32] = []
            let instructions = lowering.machine.blocks[block].instructions
            if first == 0 { addArguments(first) }
            var parameters = blockParameters(block)
            for (index, instruction) in instructions.enumerated() {
                // Copies of arguments that stand in the target come first.
                let isCopy = index == 0 && instruction.form == .parallelCopy
                if !isCopy { addParameters(&parameters, next) }
                if instruction.serial != .max {
                    for binding in before[Int(instruction.serial)] { add(binding, next) }
                }
                addDefinitions(instruction, next)
                numbers.append(next)
                next += 1
            }
            addParameters(&parameters, next)
            for binding in beforeTerminator[block] ?? [] { add(binding, next) }
            marks.setSpan(block, first...next)
            serials.append((block, numbers))
            next += 1
        }
    }

    /// Collects the registers of bound values; the order of the bindings does not matter.
    private mutating func findValues(_ bindings: some Sequence<DebugBinding>) {
        for binding in bindings {
            guard let value = lowering.function.settled(binding.place).value else { continue }
            let root = lowering.resolve(value)
            guard bound.insert(root).inserted, lowering.registers[root] != .none else { continue }
            values[lowering.registers[root], default: []].append(root)
        }
    }

    /// Arguments are in the registers of the convention at first, whether or not the code needs them.
    private mutating func addArguments(_ serial: UInt32) {
        guard let entry = lowering.function.entry else { return }
        for (parameter, place) in zip(lowering.function.parameters(entry), lowering.sequence.parameters) {
            guard bound.contains(parameter), case .register(let register) = place else { continue }
            marks.add(.holds(parameter, register), at: serial)
        }
    }

    private func blockParameters(_ block: MachineBlockID) -> [(ValueID, MachineRegister)] {
        guard let source = blockOf[block], source != lowering.function.entry else { return [] }
        return lowering.function.parameters(source).compactMap { parameter in
            let register = lowering.registers[parameter]
            return register != .none && values[register]?.contains(parameter) == true ? (parameter, register) : nil
        }
    }

    private mutating func addParameters(_ parameters: inout [(ValueID, MachineRegister)], _ serial: UInt32) {
        for (value, register) in parameters { marks.add(.holds(value, register), at: serial) }
        parameters = []
    }

    private mutating func addDefinitions(_ instruction: MachineInstruction, _ serial: UInt32) {
        switch instruction.form {
        case .parallelCopy:
            for pair in lowering.machine.parallelCopies[Int(instruction.aux)] {
                // What comes from a machine register is known there; block parameters have marks of their own.
                guard case .register(let target) = pair.target, case .register(let source) = pair.source,
                    source.isPhysical
                else { continue }
                for value in values[target] ?? [] { marks.add(.holds(value, source), at: serial) }
            }
        case .plain, .copy, .constant, .conditional, .test, .call, .callIndirect, .tailCall, .service, .ret,
            .tableJump, .illegal:
            lowering.machine.forEachDefinition(instruction) { target in
                for value in values[target] ?? [] {
                    if instruction.form == .copy, instruction.rs1.isPhysical {
                        marks.add(.holds(value, instruction.rs1), at: serial)
                    }
                    marks.add(.defines(value, target), at: serial)
                }
            }
        }
    }

    private mutating func add(_ binding: DebugBinding, _ serial: UInt32) {
        marks.add(
            .bind(binding.variable, offset: binding.offset, size: binding.size, place(binding.place)), at: serial)
    }

    private func place(_ place: DebugPlace) -> MarkPlace {
        switch lowering.function.settled(place) {
        case .none: return .none
        case .constant(let bits): return .constant(bits)
        case .value(let value):
            if let bits = lowering.constant(value) { return .constant(UInt64(bits)) }
            let root = lowering.resolve(value)
            if let definition = lowering.function.definingInstruction(root),
                let known = lowering.addressConstant(definition)
            {
                return .pointer(known)
            }
            return .value(root)
        case .memory(let value, let offset):
            let root = lowering.resolve(value)
            if let definition = lowering.function.definingInstruction(root),
                let known = lowering.addressConstant(definition)
            {
                return .fixed(known.adding(offset))
            }
            return .memory(root, offset)
        case .global(let global, let offset): return .fixed(lowering.context.data.address(global, offset: offset))
        case .slot(let slot, let offset):
            let home = lowering.slotHome(slot)
            if let address = home.address { return .fixed(address.adding(offset)) }
            return home.frame.map { .frame($0, offset) } ?? .none
        }
    }
}
