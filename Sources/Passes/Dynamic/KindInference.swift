// Infers what the dynamic values of a whole module may be: through calls, returns, closures, fields, cells and roots,
// on the paths that can be taken. What the outside hands in may be anything.
// Optimistic: everything starts with no kind and grows until nothing changes.
// Requires: SSA form.

import IR
import Support

/// What is known of a module's values.
struct KindInference {
    let tests: KindTests
    /// By function: the kinds of each value, empty where control does not come.
    private(set) var values: PrimaryMap<FunctionID, SecondaryMap<ValueID, ValueKinds>>
    private(set) var reached: PrimaryMap<FunctionID, EntitySet<BlockID>>
    private(set) var parameters = PrimaryMap<FunctionID, [ValueKinds]>()
    private(set) var results = PrimaryMap<FunctionID, [ValueKinds]>()
    let shapes: PrimaryMap<FunctionID, KindShape>

    private let module: Module
    private let isClosed: SecondaryMap<FunctionID, Bool>
    private var fields: [FieldKey: ValueKinds] = [:]
    private var roots = SecondaryMap<RootID, ValueKinds>(initial: [])
    private var cells: ValueKinds = []
    private var elements: ValueKinds = .null
    /// By the number of arguments: what closures are called with and answer.
    private var closureArguments: [Int: [ValueKinds]] = [:]
    private var closureResults: [Int: ValueKinds] = [:]
    /// Functions that closures are made of, by the number of captured values.
    private var closures: [FunctionID: Int] = [:]

    /// Functions that something calls.
    private var called = EntitySet<FunctionID>()
    private var queue: [FunctionID] = []
    private var queued = EntitySet<FunctionID>()
    private let readers: KindReaders

    /// A field of a family of layouts.
    struct FieldKey: Hashable {
        let origin: LayoutID
        let number: UInt32
    }

    init(_ module: Module, _ graph: CallGraph) {
        self.module = module
        tests = KindTests(module.layouts)
        values = PrimaryMap()
        reached = PrimaryMap()
        var closed = SecondaryMap<FunctionID, Bool>(initial: false, count: module.functions.count)
        var shapes = PrimaryMap<FunctionID, KindShape>()
        for id in module.functions.ids {
            let function = module.functions[id]
            values.append(SecondaryMap(initial: [], count: function.values.count))
            reached.append(EntitySet(capacity: function.blocks.count))
            parameters.append(function.signature.parameters.map { _ in [] })
            results.append(function.signature.results.map { _ in [] })
            shapes.append(KindShape(function, tests))
            closed[id] = graph.hasOnlyDirectCalls(id, function)
        }
        isClosed = closed
        self.shapes = shapes
        readers = KindReaders(module, tests)
        start()
        while let id = queue.popLast() {
            queued.remove(id)
            visit(id)
        }
    }

    /// What `value` may be where `block` uses it.
    func kinds(_ value: ValueID, _ function: FunctionID, in block: BlockID) -> ValueKinds {
        values[function][value].intersection(shapes[function].mask(value, in: block))
    }

    // MARK: Start

    private mutating func start() {
        for id in module.roots.ids { roots[id] = initialKinds(id) }
        for id in module.roots.ids {
            if case .closure(let function, let captured) = module.roots[id].value {
                capture(function, captured.map { roots[$0] })
            }
            if case .object(let layout, let fields) = module.roots[id].value {
                for (number, field) in fields.enumerated() {
                    if case .root(let root) = field { write(layout, UInt32(number), roots[root]) }
                }
            }
            if case .array(let items) = module.roots[id].value {
                for item in items { elements.formUnion(roots[item]) }
            }
        }
        for id in module.functions.ids {
            let function = module.functions[id]
            let isOpen =
                function.linkage != .local || !function.attributes.isDisjoint(with: [.entry, .addressTaken])
            guard function.isDefinition, isOpen else { continue }
            for index in parameters[id].indices { parameters[id][index] = .all }
            enqueue(id)
        }
    }

    private func initialKinds(_ id: RootID) -> ValueKinds {
        switch module.roots[id].value {
        case .null: .null
        case .integer: .number
        case .bytes: .bytes
        case .object(let layout, _): .layout(layout)
        case .closure: .closure
        case .array: .array
        case .same(let other): roots[other]
        }
    }

    private mutating func enqueue(_ id: FunctionID) {
        if module.functions[id].isDefinition, queued.insert(id) { queue.append(id) }
    }

    // MARK: What code tells others

    private mutating func write(_ layout: LayoutID, _ number: UInt32, _ kinds: ValueKinds) {
        let key = FieldKey(origin: tests.origin(layout), number: number)
        if fields[key, default: []].add(kinds) { for reader in readers.fields[key] ?? [] { enqueue(reader) } }
    }

    private mutating func setCells(_ kinds: ValueKinds) {
        if cells.add(kinds) { for reader in readers.cells { enqueue(reader) } }
    }

    private mutating func setElements(_ kinds: ValueKinds) {
        if elements.add(kinds) { for reader in readers.elements { enqueue(reader) } }
    }

    private mutating func setRoot(_ root: RootID, _ kinds: ValueKinds) {
        if roots[root].add(kinds) { for reader in readers.roots[root] ?? [] { enqueue(reader) } }
    }

    /// A direct call, or one of an exported function from outside.
    private mutating func pass(_ arguments: [ValueKinds], to callee: FunctionID, from first: Int = 0) {
        var isNews = called.insert(callee)
        for (index, kinds) in arguments.enumerated() where first + index < parameters[callee].count {
            if parameters[callee][first + index].add(kinds) { isNews = true }
        }
        if isNews { enqueue(callee) }
    }

    /// A closure of `function` exists.
    private mutating func capture(_ function: FunctionID, _ captured: [ValueKinds]) {
        closures[function] = captured.count
        let count = parameters[function].count - captured.count
        // It may have been called by its name before.
        if let kinds = results[function].first { answerClosures(count, kinds) }
        pass(captured, to: function)
        pass(closureArguments[count] ?? [], to: function, from: captured.count)
    }

    private mutating func callClosure(_ arguments: [ValueKinds]) {
        var known = closureArguments[arguments.count] ?? arguments.map { _ in [] }
        var isNews = closureArguments[arguments.count] == nil
        for (index, kinds) in arguments.enumerated() {
            if known[index].add(kinds) { isNews = true }
        }
        guard isNews else { return }
        closureArguments[arguments.count] = known
        for function in closures.keys.sorted() {
            let captured = closures[function] ?? 0
            if parameters[function].count - captured == arguments.count { pass(known, to: function, from: captured) }
        }
    }

    /// What a function answers; also what a closure of it does.
    private mutating func answer(_ id: FunctionID, _ kinds: [ValueKinds]) {
        var isNews = false
        for (index, kind) in kinds.enumerated() where index < results[id].count {
            if results[id][index].add(kind) { isNews = true }
        }
        guard isNews else { return }
        for caller in readers.callers[id] ?? [] { enqueue(caller) }
        guard let captured = closures[id], let kind = results[id].first else { return }
        answerClosures(parameters[id].count - captured, kind)
    }

    /// What closures that take `count` arguments answer.
    private mutating func answerClosures(_ count: Int, _ kinds: ValueKinds) {
        guard closureResults[count, default: []].add(kinds) else { return }
        for caller in readers.closureCallers[count] ?? [] { enqueue(caller) }
    }

    // MARK: One function

    private mutating func visit(_ id: FunctionID) {
        let function = module.functions[id]
        guard let entry = function.entry else { return }
        var known = SecondaryMap<ValueID, ValueKinds>(initial: [])
        var blocks = EntitySet<BlockID>()
        swap(&known, &values[id])
        swap(&blocks, &reached[id])
        blocks.insert(entry)
        for (parameter, kinds) in zip(function.parameters(entry), parameters[id]) { known[parameter].formUnion(kinds) }
        let shape = shapes[id]
        var changed = true
        while changed {
            changed = false
            for block in shape.order where blocks.contains(block) {
                for instruction in function.layout.instructions(block) {
                    step(instruction, block, function, id, shape, &known, &blocks, &changed)
                }
            }
        }
        swap(&known, &values[id])
        swap(&blocks, &reached[id])
    }

    private mutating func step(
        _ instruction: InstructionID, _ block: BlockID, _ function: Function, _ id: FunctionID, _ shape: KindShape,
        _ known: inout SecondaryMap<ValueID, ValueKinds>, _ blocks: inout EntitySet<BlockID>, _ changed: inout Bool
    ) {
        let data = function[instruction]
        func use(_ value: ValueID) -> ValueKinds { known[value].intersection(shape.mask(value, in: block)) }
        func set(_ kinds: ValueKinds) {
            if known[function.result(instruction)].add(kinds) { changed = true }
        }
        switch data.opcode.info.format {
        case .rootGet: set(roots[data.root])
        case .rootSet: setRoot(data.root, use(data.valueB))
        case .fieldGet:
            guard data.type.isDynamic, let layout = function.type(data.valueA).layout else { return }
            let key = FieldKey(origin: tests.origin(layout), number: data.c)
            set(fields[key] ?? [])
        case .fieldSet:
            guard data.type.isDynamic, let layout = function.type(data.valueA).layout else { return }
            write(layout, data.c, use(data.valueB))
        case .closure:
            capture(data.function, function.directOperands(instruction).map(use))
            set(.closure)
        case .call:
            let arguments = function.directOperands(instruction).map { function.type($0).isDynamic ? use($0) : .all }
            pass(arguments, to: data.function)
            let isOpen = !module.functions[data.function].isDefinition
            let given = isOpen ? results[data.function].map { _ in .all } : results[data.function]
            if data.opcode.isTerminator {
                answer(id, given)
            } else {
                for (result, kinds) in zip(function.results(instruction), given)
                where known[result].add(kinds) { changed = true }
            }
        case .closureCall:
            let operands = function.directOperands(instruction)
            callClosure(operands.dropFirst().map(use))
            let given = closureResults[operands.count - 1] ?? []
            if data.opcode.isTerminator { answer(id, [given]) } else { set(given) }
        case .indirectCall, .send:
            if data.opcode.isTerminator {
                answer(id, results[id].map { _ in .all })
            } else {
                for result in function.results(instruction) where known[result].add(.all) { changed = true }
            }
        case .list: answer(id, function.directOperands(instruction).map(use))
        case .jump, .branch, .switchTable:
            follow(instruction, block, function, shape, &known, &blocks, &changed)
        case .unary, .binary, .ternary, .nullary, .dynamicBinary, .service:
            guard let kinds = result(of: instruction, data, function, use) else { return }
            set(kinds)
        case .variableGet: set(.all)
        case .trap, .immediate, .integerCompare, .floatCompare, .dynamicCompare, .global, .function, .slot,
            .variableSet,
            .load, .store, .number:
            break
        }
    }

    /// What instructions on values, objects and containers give; nil for those that give nothing dynamic.
    private mutating func result(
        of instruction: InstructionID, _ data: Instruction, _ function: Function, _ use: (ValueID) -> ValueKinds
    ) -> ValueKinds? {
        if let kinds = container(data, use) { return kinds }
        if data.opcode == .alloc, let layout = data.type.layout {
            if !KindShape.isInitialized(instruction, function, module.layouts[layout]) {
                for number in module.layouts[layout].fields.indices { write(layout, UInt32(number), .null) }
            }
            return .layout(layout)
        }
        if data.opcode == .box {
            if data.type.layout != nil { return use(data.valueA) }
            return data.type == .i64 ? .number : data.type.isInteger ? [.number, .otherScalar] : .otherScalar
        }
        if data.opcode == .unbox {
            return data.type.layout.map { use(data.valueA).intersection(tests.references($0).subtracting(.null)) }
        }
        let results = function.results(instruction)
        guard !results.isEmpty, function.type(results[0]).isDynamic else { return nil }
        if data.opcode == .nilConst { return .null }
        if data.opcode == .select { return use(data.valueB).union(use(data.valueC)) }
        return .all
    }

    /// What instructions on arrays, byte arrays and cells give or keep; nil for other instructions.
    private mutating func container(_ data: Instruction, _ use: (ValueID) -> ValueKinds) -> ValueKinds? {
        if data.opcode == .arrayNew { return .array }
        if data.opcode == .arrayGet { return elements }
        if data.opcode == .bytesNew { return .bytes }
        if data.opcode == .cellGet { return cells }
        if data.opcode == .arraySet { setElements(use(data.valueC)) }
        if data.opcode == .cellSet { setCells(use(data.valueB)) }
        guard data.opcode == .cellNew else { return nil }
        setCells(use(data.valueA))
        return .cell
    }

    /// Takes the branches that the tests on the way allow.
    private func follow(
        _ instruction: InstructionID, _ block: BlockID, _ function: Function, _ shape: KindShape,
        _ known: inout SecondaryMap<ValueID, ValueKinds>, _ blocks: inout EntitySet<BlockID>, _ changed: inout Bool
    ) {
        let data = function[instruction]
        var calls = function.blockCallIDs(instruction)
        var facts: [[KindFact]] = calls.map { _ in [] }
        if data.opcode.info.format == .branch {
            let outcome = truth(data.valueA, function, known, shape)
            facts = [shape.facts(data.valueA, true, function), shape.facts(data.valueA, false, function)]
            if !outcome.canBeFalse { (calls, facts) = ([calls[0]], [facts[0]]) }
            if !outcome.canBeTrue { (calls, facts) = (Array(calls.dropFirst()), Array(facts.dropFirst())) }
            if !outcome.canBeTrue, !outcome.canBeFalse { return }
        }
        for (call, facts) in zip(calls, facts) {
            let target = function.blockCalls[call].block
            if blocks.insert(target) { changed = true }
            for (argument, parameter) in zip(function.arguments(call), function.parameters(target))
            where function.type(parameter).isDynamic {
                var kinds = known[argument].intersection(shape.mask(argument, in: block))
                for fact in facts where fact.value == argument { kinds.formIntersection(fact.kinds) }
                if known[parameter].add(kinds) { changed = true }
            }
        }
    }

    /// What a flag may be.
    func truth(
        _ flag: ValueID, _ function: Function, _ known: SecondaryMap<ValueID, ValueKinds>, _ shape: KindShape
    ) -> (canBeTrue: Bool, canBeFalse: Bool) {
        guard let instruction = function.definingInstruction(flag),
            let block = function.layout.block(of: instruction)
        else { return (true, true) }
        let data = function[instruction]
        if data.opcode == .iconst { return (data.immediate & 1 == 1, data.immediate & 1 == 0) }
        if data.opcode == .not {
            let inner = truth(data.valueA, function, known, shape)
            return (inner.canBeFalse, inner.canBeTrue)
        }
        guard data.opcode == .isNil || data.opcode == .isRef else { return (true, true) }
        let kinds = known[data.valueA].intersection(shape.mask(data.valueA, in: block))
        let isNil = data.opcode == .isNil
        let possible = isNil ? ValueKinds.null : tests.possible(data.type)
        let certain = isNil ? ValueKinds.null : tests.certain(data.type)
        return (!kinds.isDisjoint(with: possible), !kinds.subtracting(certain).isEmpty)
    }
}

extension Type {
    /// Whether values of the type are on the managed heap, or may be.
    var isDynamic: Bool { self == .any || layout != nil }
}
