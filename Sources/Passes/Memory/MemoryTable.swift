// The memory and the roots that a function accesses, as a table of cells: what the load and store passes keep their
// facts about.

import IR
import Support

/// A place in memory with the type it is accessed by.
struct MemoryCellID: EntityID {
    let rawValue: UInt32
}

struct MemoryCell: Hashable {
    let location: MemoryLocation
    let type: Type
}

/// What an instruction does to linear memory and to roots.
enum MemoryEffect {
    case none
    case load(MemoryCellID)
    case store(MemoryCellID)
    /// A load of what is no cell, because it is volatile or there are too many.
    case loadElsewhere(MemoryLocation)
    case storeElsewhere(MemoryLocation)
    /// Code or a system outside the function: it touches all but private slots.
    case outside(reads: Bool, writes: Bool)
}

/// The cells of a function and how they overlap.
struct MemoryTable {
    /// More cells than this are treated as memory of which nothing is known: the overlaps are a table of pairs, and the
    /// passes keep facts of each cell for each block.
    private static func cellLimit(_ function: Function) -> Int {
        min(1024, max(16, (1 << 22) / max(1, function.blocks.count)))
    }

    private(set) var cells = PrimaryMap<MemoryCellID, MemoryCell>()
    let aliases: AliasAnalysis
    private let module: ModuleFacts
    private var ids: [MemoryCell: MemoryCellID] = [:]
    /// For each cell the cells that may have a byte in common with it, itself included.
    private var overlaps = PrimaryMap<MemoryCellID, EntitySet<MemoryCellID>>()
    /// The cells that code outside the function can write, or read what the function writes there.
    private(set) var reachable = EntitySet<MemoryCellID>()

    init(_ function: Function, _ module: ModuleFacts) {
        self.module = module
        aliases = AliasAnalysis(function, memory: module.memory, globals: module.globals)
        let limit = MemoryTable.cellLimit(function)
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                guard let location = aliases.location(instruction, in: function),
                    !function[instruction].opcode.isVolatile
                else { continue }
                let cell = MemoryCell(location: location, type: MemoryTable.type(of: function[instruction]))
                if ids[cell] == nil, cells.count < limit { ids[cell] = cells.append(cell) }
            }
        }
        for id in cells.ids {
            overlaps.append(cellsOverlapping(cells[id].location))
            if !aliases.isPrivate(cells[id].location), !isConstant(cells[id].location) { reachable.insert(id) }
        }
    }

    /// The type of what a load, a store or an access of a root moves.
    private static func type(of data: Instruction) -> Type { data.opcode.info.types == .dynamic ? .any : data.type }

    /// Whether nothing ever writes there.
    private func isConstant(_ location: MemoryLocation) -> Bool {
        switch location.base {
        case .address: false
        case .root(let root): module.roots[root].isConstant
        }
    }

    /// The cells that may have a byte in common with `location`.
    func cellsOverlapping(_ location: MemoryLocation) -> EntitySet<MemoryCellID> {
        var result = EntitySet<MemoryCellID>(capacity: cells.count)
        for id in cells.ids where aliases.mayOverlap(location, cells[id].location) { result.insert(id) }
        return result
    }

    func overlapping(_ cell: MemoryCellID) -> EntitySet<MemoryCellID> { overlaps[cell] }

    /// What `instruction` does to linear memory and to roots.
    func effect(_ instruction: InstructionID, in function: Function) -> MemoryEffect {
        let data = function[instruction]
        let effects = data.opcode.effects
        if let location = aliases.location(instruction, in: function) {
            let isVolatile = data.opcode.isVolatile
            let id = isVolatile ? nil : ids[MemoryCell(location: location, type: MemoryTable.type(of: data))]
            let format = data.opcode.info.format
            if format == .store || format == .rootSet {
                return id.map(MemoryEffect.store) ?? .storeElsewhere(location)
            }
            return id.map(MemoryEffect.load) ?? .loadElsewhere(location)
        }
        // What neither accesses memory itself nor runs other code touches objects at most.
        guard effects.contains(.calls) else { return .none }
        let outside = module.memoryEffects(data)
        guard outside.contains(.reads) || outside.contains(.writes) else { return .none }
        return .outside(reads: outside.contains(.reads), writes: outside.contains(.writes))
    }
}

extension ModuleFacts {
    /// What a call or service does to memory, as far as its callee is known.
    func memoryEffects(_ data: Instruction) -> Effects {
        switch data.opcode.info.format {
        case .call: callees[data.function].effects
        case .service: services[data.service].effects
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .indirectCall, .closureCall, .send, .closure, .jump, .branch, .switchTable, .list, .number:
            data.opcode.effects
        }
    }
}
