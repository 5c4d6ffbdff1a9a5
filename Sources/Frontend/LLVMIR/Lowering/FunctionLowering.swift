// Lowers one function: blocks in reverse postorder, so that every definition comes before its uses but those of phis,
// which are block parameters here.

import CLLVM
import IR
import Support

/// The function that is being built, and the module around it.
struct FunctionLowering {
    var unit: ModuleLowering
    let source: LLVMValue
    let id: FunctionID
    var builder: FunctionBuilder
    /// The scalars of each value that has been computed.
    private var values: [LLVMValue: [ValueID]] = [:]
    /// Addresses that are another one plus a constant, for loads and stores to fold.
    var places: [LLVMValue: Place] = [:]
    var slots: [LLVMValue: SlotID] = [:]
    private var blocks: [LLVMBlock: BlockID] = [:]
    private var locations: [LLVMMetadata: LocationID] = [:]
    /// The variables of the source so far.
    var variables: [VariableKey: DebugVariableID] = [:]
    /// The location of the instruction that is being lowered.
    var location: LLVMMetadata?
    /// Where the arguments lie that the parameters do not name.
    var variadicArea: ValueID?
    /// The stack of memory that is taken at run time, as it was on entry.
    var dynamicStack: ValueID?

    /// An address plus a constant.
    struct Place {
        let base: ValueID
        let offset: Int32
    }

    init(_ unit: consuming ModuleLowering, _ source: LLVMValue) {
        var unit = consume unit
        self.source = source
        id = unit.declare(source)
        builder = FunctionBuilder(unit.module.functions[id])
        self.unit = unit
    }

    /// Builds the body and puts it into the module. An error ends it, and its place keeps a declaration.
    mutating func run() {
        do throws(Unsupported) {
            try lowerBody()
            unit.module.functions[id] = builder.function
        } catch {
            unit.log.report(
                .unsupported(error.what, at: unit.span(location), of: unit.program.file, in: "'\(source.name)'"))
        }
    }

    private mutating func lowerBody() throws(Unsupported) {
        let order = reversePostorder()
        let entry = builder.makeEntryBlock()
        blocks[order[0]] = entry
        for block in order.dropFirst() {
            var types: [Type] = []
            for phi in phis(block) { types += try leaves(phi).map(\.type) }
            blocks[block] = builder.makeBlock(types)
        }
        try bindParameters(entry)
        for block in order.dropFirst() { try bindPhis(block) }
        try takeDynamicStack(order)
        for block in order {
            if let id = blocks[block] { builder.position(atEndOf: id) }
            for instruction in block.instructions where instruction.opcode != LLVMPHI && !builder.isTerminated {
                bindVariables(before: instruction)
                location = instruction.location
                builder.location = locationID(location)
                try lower(instruction)
            }
        }
    }

    private mutating func bindParameters(_ entry: BlockID) throws(Unsupported) {
        var parameters = builder.function.parameters(entry)[...]
        for parameter in source.parameters {
            let count = try leaves(parameter).count
            values[parameter] = Array(parameters.prefix(count))
            parameters = parameters.dropFirst(count)
        }
        variadicArea = source.contentType.isVariadic ? parameters.first : nil
    }

    private mutating func bindPhis(_ block: LLVMBlock) throws(Unsupported) {
        guard let id = blocks[block] else { return }
        var parameters = builder.function.parameters(id)[...]
        for phi in phis(block) {
            let count = try leaves(phi).count
            values[phi] = Array(parameters.prefix(count))
            parameters = parameters.dropFirst(count)
        }
    }

    private func phis(_ block: LLVMBlock) -> [LLVMValue] {
        var phis: [LLVMValue] = []
        var next = LLVMGetFirstInstruction(block.handle)
        while let instruction = next, LLVMGetInstructionOpcode(instruction) == LLVMPHI {
            phis.append(LLVMValue(instruction))
            next = LLVMGetNextInstruction(instruction)
        }
        return phis
    }

    /// The blocks that the entry reaches.
    private func reversePostorder() -> [LLVMBlock] {
        guard let entry = LLVMGetFirstBasicBlock(source.handle).map(LLVMBlock.init) else { return [] }
        var order: [LLVMBlock] = []
        var seen: Set<LLVMBlock> = [entry]
        var path: [(block: LLVMBlock, rest: [LLVMBlock])] = [(entry, entry.terminator?.successors ?? [])]
        while let top = path.last {
            if let next = top.rest.last {
                path[path.count - 1].rest.removeLast()
                if seen.insert(next).inserted { path.append((next, next.terminator?.successors ?? [])) }
            } else {
                order.append(top.block)
                path.removeLast()
            }
        }
        return order.reversed()
    }

    // Values.

    mutating func leaves(_ value: LLVMValue) throws(Unsupported) -> [Leaf] { try unit.shapes.leaves(value.type) }

    /// The only scalar of a type that has one.
    mutating func leaf(_ value: LLVMValue) throws(Unsupported) -> Leaf {
        let all = try leaves(value)
        guard all.count == 1 else { throw Unsupported(what: "\(value.type.text) where one number is needed") }
        return all[0]
    }

    /// The scalars of a value; constants are made where they are used.
    mutating func scalars(_ value: LLVMValue) throws(Unsupported) -> [ValueID] {
        if let known = values[value] { return known }
        if let place = places[value] { return [materialize(place)] }
        if let slot = slots[value] { return [builder.slotAddress(.ptr, slot, offset: 0)] }
        return try constant(value)
    }

    mutating func scalar(_ value: LLVMValue) throws(Unsupported) -> ValueID {
        let all = try scalars(value)
        guard all.count == 1 else { throw Unsupported(what: "\(value.type.text) where one number is needed") }
        return all[0]
    }

    /// The scalars of a value that has been computed; nil for constants and what comes later.
    func known(_ value: LLVMValue) -> [ValueID]? { values[value] }

    mutating func define(_ value: LLVMValue, _ scalars: [ValueID]) { values[value] = scalars }

    func block(_ block: LLVMBlock) throws(Unsupported) -> BlockID {
        guard let id = blocks[block] else { throw Unsupported(what: "a branch to nowhere") }
        return id
    }

    /// The arguments that the edge from `from` passes for the phis of `to`.
    mutating func arguments(_ to: LLVMBlock, from: LLVMBlock) throws(Unsupported) -> [ValueID] {
        var arguments: [ValueID] = []
        for phi in phis(to) {
            guard let edge = phi.incoming.first(where: { $0.block == from }) else {
                throw Unsupported(what: "a phi without a value for an edge")
            }
            arguments += try scalars(edge.value)
        }
        return arguments
    }

    // Places in sources.

    /// The location of the function for one of LLVM's.
    mutating func locationID(_ location: LLVMMetadata?) -> LocationID {
        guard let location, location.line > 0, let file = location.scope.fileName else { return .none }
        if let known = locations[location] { return known }
        let outer = locationID(location.inlinedAt)
        let name = outer == .none ? nil : DebugNode(location.scope, unit.program.context).functionName
        let id = builder.function.locations.append(
            SourceLocation(
                file: unit.fileNumber(file), line: location.line, column: location.column, inlinedAt: outer,
                inlinedFunction: name))
        locations[location] = id
        return id
    }
}
