// A function: its data flow (instructions, values, pools, side tables) and its layout (order of blocks and
// instructions).

import Support

/// Who can see a function.
public enum Linkage: UInt8, CaseIterable, Sendable {
    /// Only its module.
    case local
    /// Other modules and the embedder.
    case export
    /// Defined elsewhere; it has no blocks here.
    case `import`
}

/// Facts about a whole function.
public struct FunctionAttributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The program starts here; when it returns the program ends, with its first result as the status.
    public static let entry = FunctionAttributes(rawValue: 1 << 0)
    /// Never inline it.
    public static let noInline = FunctionAttributes(rawValue: 1 << 1)
    /// It never returns.
    public static let noReturn = FunctionAttributes(rawValue: 1 << 2)
    /// Its address is known to code outside the module; its signature must stay.
    public static let addressTaken = FunctionAttributes(rawValue: 1 << 3)
    /// Legalising added it, behind the functions that addresses in linear memory may name.
    public static let helper = FunctionAttributes(rawValue: 1 << 4)

    /// Inline it wherever that is possible: it is small, or becomes so where it is used.
    public static let alwaysInline = FunctionAttributes(rawValue: 1 << 5)
    /// Compile it as it stands: no pass improves its code, and nothing is inlined into it or it into others.
    public static let asWritten = FunctionAttributes(rawValue: 1 << 6)

    /// The names in the text form, in the order of the bits.
    public static let names: [(FunctionAttributes, String)] = [
        (.entry, "entry"), (.noInline, "noinline"), (.noReturn, "noreturn"), (.addressTaken, "address_taken"),
        (.helper, "helper"), (.alwaysInline, "inline"), (.asWritten, "as_written"),
    ]
}

/// Where a value comes from.
public enum ValueDefinition: Hashable, Sendable {
    /// Result number `index` of an instruction.
    case result(InstructionID, index: Int)
    /// Parameter number `index` of a block.
    case parameter(BlockID, index: Int)
}

/// A value: its type and its definition, in 12 bytes.
public struct ValueData: Hashable, Sendable {
    public var type: Type
    @usableFromInline var isParameter: Bool
    @usableFromInline var owner: UInt32
    @usableFromInline var position: UInt32

    init(type: Type, _ definition: ValueDefinition) {
        self.type = type
        switch definition {
        case .result(let instruction, let index):
            (isParameter, owner, position) = (false, instruction.rawValue, UInt32(index))
        case .parameter(let block, let index): (isParameter, owner, position) = (true, block.rawValue, UInt32(index))
        }
    }

    @inlinable public var definition: ValueDefinition {
        isParameter
            ? .parameter(BlockID(rawValue: owner), index: Int(position))
            : .result(InstructionID(rawValue: owner), index: Int(position))
    }
}

/// A branch target with the arguments for its parameters.
public struct BlockCall: Hashable, Sendable {
    public var block: BlockID
    public var arguments: ValueList

    public init(block: BlockID, arguments: ValueList = .empty) {
        self.block = block
        self.arguments = arguments
    }
}

/// The targets of a `switch`, by value (zero-extended to 64 bits).
public struct SwitchTable: Hashable, Sendable {
    public var cases: [(value: UInt64, target: BlockCallID)]
    public var defaultTarget: BlockCallID

    public init(cases: [(value: UInt64, target: BlockCallID)], defaultTarget: BlockCallID) {
        self.cases = cases
        self.defaultTarget = defaultTarget
    }

    public static func == (left: SwitchTable, right: SwitchTable) -> Bool {
        left.defaultTarget == right.defaultTarget && left.cases.elementsEqual(right.cases, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        for entry in cases {
            hasher.combine(entry.value)
            hasher.combine(entry.target)
        }
        hasher.combine(defaultTarget)
    }
}

/// A mutable variable before SSA construction; it starts as zero.
public struct Variable: Hashable, Sendable {
    public var name: String
    public var type: Type

    public init(name: String, type: Type) {
        self.name = name
        self.type = type
    }
}

/// Bytes in the frame of a function.
public struct StackSlot: Hashable, Sendable {
    /// In bytes.
    public var size: UInt32
    /// In bytes, a power of two.
    public var alignment: UInt32
    /// Whether it lies at the very top of the frame, so that its end is where the stack pointer stood when the function
    /// was entered.
    public var isAtTop: Bool

    public init(size: UInt32, alignment: UInt32 = 4, isAtTop: Bool = false) {
        self.size = size
        self.alignment = alignment
        self.isAtTop = isAtTop
    }
}

/// A function of a module.
public struct Function: Sendable {
    public var name: String
    public var signature: Signature
    public var linkage: Linkage
    public var attributes: FunctionAttributes

    public private(set) var instructions = PrimaryMap<InstructionID, Instruction>()
    public private(set) var values = PrimaryMap<ValueID, ValueData>()
    public private(set) var blocks = PrimaryMap<BlockID, [ValueID]>()
    public var blockCalls = PrimaryMap<BlockCallID, BlockCall>()
    public var switchTables = PrimaryMap<SwitchTableID, SwitchTable>()
    public var variables = PrimaryMap<VariableID, Variable>()
    public var slots = PrimaryMap<SlotID, StackSlot>()
    public var lists = ListPool<ValueID>()
    public var layout = Layout()

    public var locations = PrimaryMap<LocationID, SourceLocation>()
    /// What the function is in the source, when the front end says so.
    public var declaration: DebugDeclaration?
    public var debugVariables = PrimaryMap<DebugVariableID, DebugVariable>()
    /// Those of `debugVariables`; the layout knows where they stand.
    public var debugBindings = PrimaryMap<DebugBindingID, DebugBinding>()
    @usableFromInline var instructionLocations = SecondaryMap<InstructionID, LocationID>(initial: .none)
    /// The first result of each instruction in the low, their number in the high half; results have adjacent ids.
    @usableFromInline var resultRanges = SecondaryMap<InstructionID, UInt64>(initial: 0)

    public init(
        name: String, signature: Signature = Signature(), linkage: Linkage = .local, attributes: FunctionAttributes = []
    ) {
        self.name = name
        self.signature = signature
        self.linkage = linkage
        self.attributes = attributes
    }

    @inlinable public var isDefinition: Bool { linkage != .import }
    @inlinable public var entry: BlockID? { layout.entry }

    // Blocks.

    /// A new block without parameters, in no place of the layout yet.
    public mutating func makeBlock() -> BlockID { blocks.append([]) }

    @discardableResult
    public mutating func appendParameter(_ block: BlockID, _ type: Type) -> ValueID {
        let value = values.append(ValueData(type: type, .parameter(block, index: blocks[block].count)))
        blocks[block].append(value)
        return value
    }

    /// A new first parameter of a block. The caller mends the arguments of all branches to the block.
    public mutating func prependParameter(_ block: BlockID, _ type: Type) -> ValueID {
        let value = values.append(ValueData(type: type, .parameter(block, index: 0)))
        blocks[block].insert(value, at: 0)
        filterParameters(block) { _ in true }
        return value
    }

    @inlinable public func parameters(_ block: BlockID) -> [ValueID] { blocks[block] }

    /// Keeps only the parameters whose position `keep` accepts. The caller mends the arguments of all branches to the
    /// block.
    public mutating func filterParameters(_ block: BlockID, keep: (Int) -> Bool) {
        let kept = blocks[block].enumerated().filter { keep($0.offset) }.map(\.element)
        for (index, value) in kept.enumerated() {
            values[value] = ValueData(type: values[value].type, .parameter(block, index: index))
        }
        blocks[block] = kept
    }

    // Instructions and values.

    public subscript(instruction: InstructionID) -> Instruction {
        @inlinable @inline(__always) get { instructions[instruction] }
        _modify { yield &instructions[instruction] }
    }

    @inlinable @inline(__always)
    public func type(_ value: ValueID) -> Type { values[value].type }

    /// Gives a value another type. The caller mends what defines it and what uses it.
    public mutating func setType(_ value: ValueID, _ type: Type) { values[value].type = type }

    @inlinable @inline(__always)
    public func definition(_ value: ValueID) -> ValueDefinition { values[value].definition }

    /// The instruction that computes `value`; nil for block parameters.
    @inlinable @inline(__always)
    public func definingInstruction(_ value: ValueID) -> InstructionID? {
        if case .result(let instruction, _) = values[value].definition { instruction } else { nil }
    }

    /// A new instruction in no place of the layout, with results of `resultTypes`.
    public mutating func makeInstruction(
        _ instruction: Instruction, results resultTypes: [Type], location: LocationID = .none
    ) -> InstructionID {
        let id = instructions.append(instruction)
        if !resultTypes.isEmpty {
            resultRanges[id] = UInt64(values.count) | UInt64(resultTypes.count) << 32
            for (index, type) in resultTypes.enumerated() {
                values.append(ValueData(type: type, .result(id, index: index)))
            }
        }
        if location != .none { instructionLocations[id] = location }
        return id
    }

    @inlinable public func resultCount(_ instruction: InstructionID) -> Int { Int(resultRanges[instruction] >> 32) }

    /// Result number `index`. Requires: the instruction has it.
    @inlinable @inline(__always)
    public func result(_ instruction: InstructionID, _ index: Int = 0) -> ValueID {
        let range = resultRanges[instruction]
        precondition(index < Int(range >> 32), "Function: the instruction has no such result")
        return ValueID(rawValue: UInt32(truncatingIfNeeded: range) + UInt32(index))
    }

    public func results(_ instruction: InstructionID) -> [ValueID] {
        (0..<resultCount(instruction)).map { result(instruction, $0) }
    }

    @inlinable public func location(_ instruction: InstructionID) -> LocationID { instructionLocations[instruction] }

    public mutating func setLocation(_ instruction: InstructionID, _ location: LocationID) {
        instructionLocations[instruction] = location
    }

    // Control.

    public mutating func makeBlockCall(_ block: BlockID, _ arguments: [ValueID] = []) -> BlockCallID {
        blockCalls.append(BlockCall(block: block, arguments: lists.make(arguments)))
    }

    public func terminator(_ block: BlockID) -> InstructionID? {
        guard let last = layout.last(in: block), instructions[last].opcode.isTerminator else { return nil }
        return last
    }

    /// The block calls of a terminator: for a branch true before false, for a switch the default last.
    public func blockCallIDs(_ instruction: InstructionID) -> [BlockCallID] {
        let data = instructions[instruction]
        switch data.opcode.info.format {
        case .jump: return [BlockCallID(rawValue: data.a)]
        case .branch: return [BlockCallID(rawValue: data.b), BlockCallID(rawValue: data.c)]
        case .switchTable:
            let table = switchTables[data.switchTable]
            return table.cases.map(\.target) + [table.defaultTarget]
        case .nullary, .trap, .immediate, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store,
            .fieldGet, .fieldSet,
            .call, .indirectCall, .closureCall, .send, .service, .closure, .list, .number:
            return []
        }
    }

    /// The blocks that control can go to from the end of `block`; one may stand twice.
    public func successors(_ block: BlockID) -> [BlockID] {
        guard let last = terminator(block) else { return [] }
        return blockCallIDs(last).map { blockCalls[$0].block }
    }
}

extension Function {
    /// Whether it looks to callers as `other` does.
    public func hasInterface(of other: Function) -> Bool {
        name == other.name && signature == other.signature && linkage == other.linkage
            && attributes == other.attributes
    }

    /// Whether nothing has changed since `copy` was copied from this, or this from it. Compares where the parts lie, not
    /// what they hold: takes no time, and says no where one was changed and changed back.
    public func isUnchanged(since copy: Function) -> Bool {
        hasInterface(of: copy) && declaration == copy.declaration && instructions.hasStorage(of: copy.instructions)
            && values.hasStorage(of: copy.values)
            && blocks.hasStorage(of: copy.blocks) && blockCalls.hasStorage(of: copy.blockCalls)
            && switchTables.hasStorage(of: copy.switchTables) && variables.hasStorage(of: copy.variables)
            && slots.hasStorage(of: copy.slots) && lists.hasStorage(of: copy.lists)
            && layout.hasStorage(of: copy.layout) && locations.hasStorage(of: copy.locations)
            && debugVariables.hasStorage(of: copy.debugVariables) && debugBindings.hasStorage(of: copy.debugBindings)
            && instructionLocations.hasStorage(of: copy.instructionLocations)
            && resultRanges.hasStorage(of: copy.resultRanges)
    }
}

extension Function {
    /// The values that the instruction itself takes, without the arguments of its block calls.
    public func directOperands(_ instruction: InstructionID) -> [ValueID] {
        let data = instructions[instruction]
        switch data.opcode.info.format {
        case .nullary, .trap, .immediate, .global, .function, .slot, .variableGet, .rootGet, .jump, .number: return []
        case .unary, .load, .fieldGet, .branch, .switchTable: return [data.valueA]
        case .binary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .store, .fieldSet:
            return [data.valueA, data.valueB]
        case .ternary: return [data.valueA, data.valueB, data.valueC]
        case .variableSet, .rootSet: return [data.valueB]
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list: return lists.elements(data.list)
        }
    }

    /// All values that the instruction takes, the arguments of its block calls included.
    public func operands(_ instruction: InstructionID) -> [ValueID] {
        var result: [ValueID] = []
        forEachOperand(instruction) { result.append($0) }
        return result
    }

    /// Visits the values that the instruction takes, in the order of `operands`.
    public func forEachOperand(_ instruction: InstructionID, _ visit: (ValueID) -> Void) {
        let data = instructions[instruction]
        switch data.opcode.info.format {
        case .nullary, .trap, .immediate, .global, .function, .slot, .variableGet, .rootGet, .number: break
        case .jump: visitArguments(BlockCallID(rawValue: data.a), visit)
        case .branch:
            visit(data.valueA)
            visitArguments(BlockCallID(rawValue: data.b), visit)
            visitArguments(BlockCallID(rawValue: data.c), visit)
        case .switchTable:
            visit(data.valueA)
            for entry in switchTables[data.switchTable].cases { visitArguments(entry.target, visit) }
            visitArguments(switchTables[data.switchTable].defaultTarget, visit)
        case .unary, .load, .fieldGet: visit(data.valueA)
        case .binary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .store, .fieldSet:
            visit(data.valueA)
            visit(data.valueB)
        case .ternary:
            visit(data.valueA)
            visit(data.valueB)
            visit(data.valueC)
        case .variableSet, .rootSet: visit(data.valueB)
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list: visitElements(data.list, visit)
        }
    }

    private func visitArguments(_ call: BlockCallID, _ visit: (ValueID) -> Void) {
        visitElements(blockCalls[call].arguments, visit)
    }

    private func visitElements(_ list: ValueList, _ visit: (ValueID) -> Void) {
        for position in 0..<lists.count(list) { visit(lists[list, position]) }
    }

    /// Visits every use in the layout, in order: the value and the instruction that takes it.
    func forEachUse(_ visit: (ValueID, InstructionID) -> Void) {
        var nextBlock = layout.entry
        while let block = nextBlock {
            var next = layout.first(in: block)
            while let instruction = next {
                forEachOperand(instruction) { visit($0, instruction) }
                next = layout.next(instruction)
            }
            nextBlock = layout.next(block)
        }
    }

    /// Replaces every value that the instruction takes, block arguments included, by what `map` says.
    public mutating func mapOperands(_ instruction: InstructionID, _ map: (ValueID) -> ValueID) {
        mapDirectOperands(instruction, map)
        for call in blockCallIDs(instruction) { mapList(blockCalls[call].arguments, map) }
    }

    /// Replaces the values that the instruction itself takes, without the arguments of its block calls.
    public mutating func mapDirectOperands(_ instruction: InstructionID, _ map: (ValueID) -> ValueID) {
        var data = instructions[instruction]
        switch data.opcode.info.format {
        case .nullary, .trap, .immediate, .global, .function, .slot, .variableGet, .rootGet, .jump, .number: break
        case .unary, .load, .fieldGet, .branch, .switchTable: data.valueA = map(data.valueA)
        case .binary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary, .store, .fieldSet:
            data.valueA = map(data.valueA)
            data.valueB = map(data.valueB)
        case .ternary:
            data.valueA = map(data.valueA)
            data.valueB = map(data.valueB)
            data.valueC = map(data.valueC)
        case .variableSet, .rootSet: data.valueB = map(data.valueB)
        case .call, .indirectCall, .closureCall, .send, .service, .closure, .list: mapList(data.list, map)
        }
        instructions[instruction] = data
    }

    private mutating func mapList(_ list: ValueList, _ map: (ValueID) -> ValueID) {
        for position in 0..<lists.count(list) { lists[list, position] = map(lists[list, position]) }
    }

    /// Replaces values everywhere in the layout; `replacement` gives for each value the one to use instead.
    public mutating func replaceValues(_ replacement: (ValueID) -> ValueID) {
        replaceBoundValues(replacement)
        for block in layout.blocks {
            var cursor = layout.first(in: block)
            while let instruction = cursor {
                mapOperands(instruction, replacement)
                cursor = layout.next(instruction)
            }
        }
    }
}
