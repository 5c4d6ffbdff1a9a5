// One function from SSA to WebAssembly. Values that are used once stand inside their users as long as the order of
// effects allows; the others live in locals of their own, which Binaryen merges. Constants are made anew at each use.
// Requires: the function is legal for the back end's capabilities.

import BackendKit
import CBinaryen
import IR
import Support

/// The state of the lowering of one function.
struct FunctionLowering {
    /// How deep expressions nest, and how many with effects wait, before they go to locals.
    private static let depthLimit = 48
    private static let waitingLimit = 16

    let context: ModuleContext
    let wasm: WasmModule
    let function: Function
    /// The objects that are made with the values of their fields.
    let runs: ObjectRuns
    let uses: ValueUses
    let floats: ObservedFloats
    let lowHalves: LowHalves
    let counters: CounterBounds?
    /// The statements made so far of the list that is being lowered.
    var statements: [WasmExpression] = []
    /// The block whose instructions are being lowered.
    var block: BlockID
    private(set) var variables: [WasmType] = []
    private let parameterCount: Int
    /// The local of each value; -1 for none.
    private(set) var locals: SecondaryMap<ValueID, Int32>
    var waiting: WaitingTrees
    /// The values whose bits above their width may be garbage.
    private var unclean: EntitySet<ValueID>
    /// What has to be added to what is held of a pointer into a global.
    private var biases: SecondaryMap<ValueID, PointerBias?>
    /// The addresses in the program's own memory that have been checked.
    var checked: [ValueID: [CheckedAddress]] = [:]
    private var dominators: DominatorTree?
    /// What the operands taken so far for the current instruction may do, and how deep they nest.
    private var taken: (effects: TreeEffects, depth: Int) = ([], 0)
    private var dispatchLocals: [Int: UInt32] = [:]
    /// Which values share locals; nil where that is Binaryen's business.
    private(set) var allocation: LocalAllocation?
    private var sharedLocals: [WasmType: [UInt32]] = [:]
    /// Locals that an instruction needs beside those of values, each with the last place where it is read.
    private var temporaries: [WasmType: [(local: UInt32, end: Int)]] = [:]
    private var moveLocals: [WasmType: [UInt32]] = [:]
    /// The places of the current instruction.
    private var range = (start: 0, end: 0)
    /// The location of the current instruction.
    private(set) var location = LocationID.none
    private(set) var locations: [(expression: WasmExpression, location: LocationID)] = []

    private init(
        _ context: ModuleContext, _ function: Function, entry: BlockID, _ privateAccesses: EntitySet<InstructionID>
    ) {
        self.context = context
        self.function = function
        wasm = context.wasm
        runs = ObjectRuns(function, context.module)
        uses = ValueUses(function, runs)
        floats = ObservedFloats(function, privateAccesses: privateAccesses)
        counters = context.level == .none ? nil : CounterBounds(function)
        lowHalves = LowHalves(function, hasShortPointers: context.pointer == .i32)
        block = entry
        parameterCount = function.signature.parameters.count
        locals = SecondaryMap(initial: -1, count: function.values.count)
        waiting = WaitingTrees()
        unclean = EntitySet(capacity: function.values.count)
        biases = SecondaryMap(initial: nil)
        for (place, parameter) in function.parameters(entry).enumerated() { locals[parameter] = Int32(place) }
    }

    /// Adds `function` to the module under `name`; `privateAccesses` are its loads and stores of private floats.
    static func lower(
        _ function: Function, as name: String, _ context: ModuleContext,
        _ privateAccesses: EntitySet<InstructionID> = EntitySet()
    ) {
        guard let entry = function.entry else { return }
        var lowering = FunctionLowering(context, function, entry: entry, privateAccesses)
        if function.linkage == .export { lowering.cleanParameters(entry) }
        let control = ControlStructurer.structure(function)
        lowering.allocateLocals(control)
        for statement in control.statements { lowering.lower(statement) }
        if !function.signature.results.isEmpty { lowering.statements.append(context.wasm.unreachable()) }
        let made = context.wasm.define(
            name, parameters: context.wasmType(function.signature.parameters),
            results: context.wasmType(function.signature.results), variables: lowering.variables,
            body: context.wasm.block(lowering.statements))
        lowering.resume(.none)
        lowering.writeLocations(made)
    }

    /// Whoever embeds the module may leave garbage above the width of a narrow parameter.
    private mutating func cleanParameters(_ entry: BlockID) {
        for (place, parameter) in function.parameters(entry).enumerated() where function.type(parameter).isNarrow {
            let local = UInt32(place)
            statements.append(wasm.set(local, masked(wasm.get(local, .i32), function.type(parameter))))
        }
    }

    // MARK: Values

    /// The type of `value`, with an integer in place of a pointer.
    func type(_ value: ValueID) -> Type { context.scalar(function.type(value)) }

    /// The type of what holds `value`.
    func hostType(_ value: ValueID) -> WasmType {
        lowHalves.contains(value) ? .i32 : context.wasmType(function.type(value))
    }

    func isClean(_ value: ValueID) -> Bool { !unclean.contains(value) }

    func constant(_ value: ValueID) -> UInt64? {
        function.constantInteger(value)
    }

    /// The expression of an operand. A value that is to be used more than once in the same instruction must be `keep`t
    /// first.
    mutating func use(_ value: ValueID) -> WasmExpression {
        guard let bias = biases[value] else { return useWithoutBias(value) }
        return wasm.binary(BinaryenAddInt32(), useWithoutBias(value), Int32(bitPattern: bias.address))
    }

    func bias(of value: ValueID) -> PointerBias? { biases[value] }

    mutating func setBias(of value: ValueID, _ bias: PointerBias) { biases[value] = bias }

    /// What is held of an operand, which may be a pointer without its bias.
    mutating func useWithoutBias(_ value: ValueID) -> WasmExpression {
        if let tree = waiting.take(value) {
            taken.effects.formUnion(tree.effects)
            taken.depth = max(taken.depth, tree.depth)
            return tree.expression
        }
        if let instruction = function.definingInstruction(value),
            let constant = constantExpression(function[instruction])
        {
            return constant
        }
        return wasm.get(local(value), hostType(value))
    }

    /// The expression of an operand of an instruction that may show the bits of a NaN.
    mutating func use(_ value: ValueID, for observer: Opcode) -> WasmExpression {
        guard function.type(value).isFloat, floats.mustCanonicalise(value, for: observer) else { return use(value) }
        return canonical(use(value), function.type(value))
    }

    /// The expression of the value that `store` writes.
    mutating func use(_ value: ValueID, storedBy store: InstructionID) -> WasmExpression {
        guard function.type(value).isFloat, floats.mustCanonicalise(value, storedBy: store) else { return use(value) }
        return canonical(use(value), function.type(value))
    }

    /// The expression of a value that something other than an instruction is decided by.
    mutating func useForDecision(_ value: ValueID) -> WasmExpression {
        defer { taken = ([], 0) }
        return use(value)
    }

    /// Puts a value that waits into a local, so that it can be used any number of times.
    mutating func keep(_ value: ValueID) {
        guard waiting[value] != nil else { return }
        if let place = waiting.ordered.firstIndex(of: value) {
            flush(count: place + 1)
        } else if let tree = waiting.take(value) {
            statements.append(wasm.set(local(value), tree.expression))
        }
    }

    /// Makes sure that `operands`, evaluated in this order, can be taken in.
    mutating func prepare(_ operands: ValueID...) { prepare(operands) }

    mutating func prepare(_ operands: [ValueID]) { flush(count: waiting.countBefore(operands)) }

    /// Evaluates the first `count` waiting trees with effects into locals.
    mutating func flush(count: Int) {
        for value in waiting.ordered.prefix(count) {
            guard let tree = waiting.take(value) else { continue }
            statements.append(wasm.set(local(value), tree.expression))
        }
    }

    /// Evaluates what must not be passed by a statement with `effects`.
    mutating func flush(before effects: TreeEffects) { flush(count: waiting.countConflicting(with: effects)) }

    /// Adds a statement that takes in what has been taken, and may do `effects` besides.
    mutating func emit(_ statement: WasmExpression, _ effects: TreeEffects = []) {
        flush(before: taken.effects.union(effects))
        taken = ([], 0)
        statements.append(statement)
    }

    /// Says what a result is. Drops it when nothing uses it.
    mutating func define(
        _ value: ValueID, _ expression: WasmExpression, _ effects: TreeEffects = [], isClean: Bool = true
    ) {
        let effects = effects.union(taken.effects)
        let type = function.type(value)
        var expression = expression
        if !isClean, type.isNarrow {
            if uses.mustBeClean(value) { expression = masked(expression, type) } else { unclean.insert(value) }
        }
        let depth = taken.depth + 1
        let count = uses.count(value)
        if count == 0 {
            let mustStay = !effects.isDisjoint(with: [.writes, .traps, .faults])
            if mustStay { emit(wasm.drop(expression), effects) } else { taken = ([], 0) }
        } else if uses.isUsedOnce(value, in: block), depth < FunctionLowering.depthLimit {
            taken = ([], 0)
            if !effects.isEmpty, waiting.ordered.count >= FunctionLowering.waitingLimit { flush(count: .max) }
            waiting.add(value, ExpressionTree(expression: expression, effects: effects, depth: depth))
        } else {
            emit(wasm.set(local(value), expression), effects)
        }
    }

    func knownBits(_ value: ValueID) -> KnownBits { KnownBits.of(value, in: function, counters) }

    /// Whether `first` comes before `second` on every way to it.
    mutating func dominates(_ first: BlockID, _ second: BlockID) -> Bool {
        if first == second { return true }
        let tree = dominators ?? DominatorTree(function, ControlFlowGraph(function))
        dominators = tree
        return tree.dominates(first, second)
    }

    // MARK: Locals

    private mutating func allocateLocals(_ control: StructuredControl) {
        guard context.level == .none || function.values.count > LocalAllocation.valueLimit else { return }
        allocation = LocalAllocation(function, control.statements, uses, runs, type: hostType)
    }

    /// The local of a value, made when it is first asked for.
    mutating func local(_ value: ValueID) -> UInt32 {
        if locals[value] < 0 { locals[value] = Int32(allocatedLocal(value)) }
        return UInt32(locals[value])
    }

    private mutating func allocatedLocal(_ value: ValueID) -> UInt32 {
        let type = hostType(value)
        guard let number = allocation?.numbers[value], number >= 0 else { return appendLocal(type) }
        while sharedLocals[type, default: []].count <= Int(number) {
            sharedLocals[type, default: []].append(appendLocal(type))
        }
        return sharedLocals[type, default: []][Int(number)]
    }

    /// A local that the code of the current instruction sets and reads.
    mutating func makeLocal(_ type: WasmType) -> UInt32 {
        guard allocation != nil else { return appendLocal(type) }
        if let place = temporaries[type]?.firstIndex(where: { $0.end < range.start }) {
            temporaries[type]?[place].end = range.end
            return temporaries[type]?[place].local ?? appendLocal(type)
        }
        let local = appendLocal(type)
        temporaries[type, default: []].append((local, range.end))
        return local
    }

    /// A local that holds the value of a parameter while others are set, different for each `number`.
    mutating func makeMoveLocal(_ type: WasmType, _ number: Int) -> UInt32 {
        while moveLocals[type, default: []].count <= number {
            moveLocals[type, default: []].append(appendLocal(type))
        }
        return moveLocals[type, default: []][number]
    }

    private mutating func appendLocal(_ type: WasmType) -> UInt32 {
        variables.append(type)
        return UInt32(parameterCount + variables.count - 1)
    }

    /// The local of a dispatch variable.
    mutating func local(_ variable: DispatchVariable) -> UInt32 {
        if let local = dispatchLocals[variable.number] { return local }
        let local = appendLocal(.i32)
        dispatchLocals[variable.number] = local
        return local
    }

    // MARK: Locations

    /// Starts an instruction.
    mutating func begin(_ instruction: InstructionID) {
        if let allocation { range = allocation.range(instruction) }
        resume(function.location(instruction))
    }

    /// Gives what has been made since the last call its location, and what will be made the one here.
    mutating func resume(_ next: LocationID) {
        for expression in wasm.takeCreated() where location != .none { locations.append((expression, location)) }
        location = next
    }

    var sourceLocation: SourceLocation? { location == .none ? nil : function.locations[location] }

    private func writeLocations(_ made: WasmModule.Function) {
        for (expression, id) in locations {
            let place = function.locations[id]
            guard Int(place.file) < context.sourceFiles.count else { continue }
            wasm.setLocation(
                made, expression, file: context.sourceFiles[Int(place.file)], line: place.line, column: place.column)
        }
    }
}
