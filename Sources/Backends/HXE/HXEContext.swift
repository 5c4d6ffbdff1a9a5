// What the functions of a module share while they are lowered: symbols, the data layout, calling sequences and what
// callees change.

import HSXMachine
import IR
import Support

/// Where a jump table lies.
struct PlacedTable {
    /// Byte offset in the object's data.
    let offset: UInt32
    let address: MachineConstant
}

/// Facts about the module under way.
struct HXEContext {
    let module: Module
    let options: HXEOptions
    var object: HSXObject
    var log = DiagnosticLog()
    var data: DataLayout
    /// The name of each function in the object.
    private(set) var functionSymbols = SecondaryMap<FunctionID, Symbol>(initial: Symbol(rawValue: 0))
    /// Nil for signatures that the machine's conventions cannot carry.
    private(set) var sequences = SecondaryMap<FunctionID, CallingSequence?>(initial: nil)
    /// What each function may change when called: its convention's clobbers, or fewer once its code is known.
    var clobbers = SecondaryMap<FunctionID, RegisterMask>(initial: .allocatable)
    let calls: CallGraph
    /// What recursive functions find in registers.
    var recursion: [FunctionID: RecursionRegisters] = [:]
    /// Whether no code outside of the module calls its functions or is called by them.
    private let isClosed: Bool
    /// What functions take that fix registers for it and whose address something takes.
    private var ownRegisters = Set<Signature>()
    /// Where stack slots lie that need not lie on the stack.
    private var staticHomes: [FunctionID: [SlotID: MachineConstant]] = [:]
    private var tables: [FunctionID: [InstructionID: PlacedTable]] = [:]
    /// Where the static argument words lie; nil when no function takes any.
    private(set) var argumentWords: MachineConstant?

    init(_ module: Module, options: HXEOptions) {
        self.module = module
        self.options = options
        object = HSXObject(path: module.name)
        calls = CallGraph(module)
        data = DataLayout()
        isClosed = module.functions.values.allSatisfy { $0.linkage == .local }
        var words = module.signatures.values.map { CallingSequence($0, isInternal: isClosed)?.memoryWords ?? 0 }
        for id in module.functions.ids {
            let function = module.functions[id]
            functionSymbols[id] = object.names.intern(function.name)
            let isInternal = function.linkage == .local && (isClosed || !calls.named.contains(id))
            sequences[id] = CallingSequence(function.signature, isInternal: isInternal)
            clobbers[id] = sequences[id]?.clobbers ?? .allocatable
            words.append(sequences[id]?.memoryWords ?? 0)
            if function.signature.convention != .standard, calls.named.contains(id) {
                ownRegisters.insert(function.signature.callType)
            }
        }
        data.place(module, in: &object, functionSymbols, log: &log)
        if let most = words.max(), most > 0 {
            argumentWords = data.reserve(Int32(most * 4), .arguments, "arguments", in: &object)
        }
    }

    /// Where a stack slot of a function lies for as long as the program runs; nil when it must lie on the stack. A
    /// function that is compiled anew keeps its places.
    mutating func staticHome(_ slot: SlotID, of function: FunctionID, size: Int32) -> MachineConstant? {
        if let known = staticHomes[function]?[slot] { return known }
        guard data.hasRoom(UInt32(size), in: object) else { return nil }
        let home = data.reserve(size, .locals, module.functions[function].name, in: &object)
        staticHomes[function, default: [:]][slot] = home
        return home
    }

    /// Room for the jump table of a switch; nil when there is none. A function that is compiled anew keeps its tables.
    mutating func table(_ entries: Int, of terminator: InstructionID, in function: FunctionID) -> PlacedTable? {
        if let known = tables[function]?[terminator] { return known }
        guard let (offset, address) = data.reserveTable(entries, in: &object) else { return nil }
        let table = PlacedTable(offset: offset, address: address)
        tables[function, default: [:]][terminator] = table
        object.dataItems.append(
            HSXDataItem(
                kind: .table, name: module.functions[function].name, section: .data, offset: offset,
                size: UInt32(entries) * JumpTable.entrySize))
        return table
    }

    /// Whether a function that `signature` calls through its address may fix other registers for what it takes.
    func reachesOwnRegisters(_ signature: SignatureID) -> Bool {
        let wanted = module.signatures[signature]
        return wanted.convention == .standard && ownRegisters.contains(wanted.callType)
    }

    /// How a call through an address passes values; nil when no convention carries the signature.
    func sequence(_ signature: SignatureID) -> CallingSequence? {
        CallingSequence(module.signatures[signature], isInternal: isClosed)
    }

    func symbol(_ function: FunctionID) -> Symbol { functionSymbols[function] }
}
