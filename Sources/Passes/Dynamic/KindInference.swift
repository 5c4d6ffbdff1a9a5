// Infers what the dynamic values of a whole module may be: through calls, returns, closures, fields, cells and roots,
// on the paths that can be taken. What the outside hands in may be anything.
// Optimistic: everything starts with no kind and grows until nothing changes.
// Requires: SSA form.

import IR
import Support

/// What is known of a module's values.
struct KindInference {
    let tests: KindTests
    private(set) var flows = PrimaryMap<FunctionID, KindFlow>()
    private(set) var parameters = PrimaryMap<FunctionID, [ValueKinds]>()
    private(set) var results = PrimaryMap<FunctionID, [ValueKinds]>()

    private let module: Module
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
    /// The functions to look at, as their places in `order`, where callees come first: a caller waits until all is known
    /// of what it calls.
    private var queue: EntityQueue<FunctionID>
    private let order: [FunctionID]
    private var places: SecondaryMap<FunctionID, FunctionID>
    private let readers: KindReaders

    init(_ module: Module, _ graph: CallGraph) {
        self.module = module
        tests = KindTests(module.layouts)
        for function in module.functions.values {
            parameters.append(function.signature.parameters.map { _ in [] })
            results.append(function.signature.results.map { _ in [] })
            flows.append(KindFlow(function, tests))
        }
        readers = KindReaders(module, tests)
        order = graph.bottomUp
        queue = EntityQueue(capacity: order.count)
        places = SecondaryMap(initial: FunctionID(index: 0), count: module.functions.count)
        for (place, id) in order.enumerated() { places[id] = FunctionID(index: place) }
        start()
        while let place = queue.popFirst() { visit(order[place.index]) }
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
            guard function.isDefinition, !function.isPrivate else { continue }
            for index in parameters[id].indices { parameters[id][index] = .all }
            enqueue(id)
        }
    }

    private func initialKinds(_ id: RootID) -> ValueKinds {
        switch module.roots[id].value {
        case .null: .null
        case .integer: .number
        case .float: .otherScalar
        case .bytes: .bytes
        case .object(let layout, _): .layout(layout)
        case .closure: .closure
        case .array: .array
        case .same(let other): roots[other]
        }
    }

    private mutating func enqueue(_ id: FunctionID) {
        if flows[id].function.isDefinition { queue.insert(places[id]) }
    }

    /// Looks at instructions again.
    private mutating func wake(_ sites: [KindReaders.Site]?) {
        for site in sites ?? [] where flows[site.function].wake(site.instruction) { enqueue(site.function) }
    }

    // MARK: What code tells others

    private mutating func write(_ layout: LayoutID, _ number: UInt32, _ kinds: ValueKinds) {
        let key = FieldKey(origin: tests.origin(layout), number: number)
        if fields[key, default: []].add(kinds) { wake(readers.fields[key]) }
    }

    private mutating func setCells(_ kinds: ValueKinds) {
        if cells.add(kinds) { wake(readers.cells) }
    }

    private mutating func setElements(_ kinds: ValueKinds) {
        if elements.add(kinds) { wake(readers.elements) }
    }

    private mutating func setRoot(_ root: RootID, _ kinds: ValueKinds) {
        if roots[root].add(kinds) { wake(readers.roots[root]) }
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
        wake(readers.callers[id])
        guard let captured = closures[id], let kind = results[id].first else { return }
        answerClosures(parameters[id].count - captured, kind)
    }

    /// What closures that take `count` arguments answer.
    private mutating func answerClosures(_ count: Int, _ kinds: ValueKinds) {
        if closureResults[count, default: []].add(kinds) { wake(readers.closureCallers[count]) }
    }

    // MARK: One function

    private mutating func visit(_ id: FunctionID) {
        let flow = flows[id]
        guard let entry = flow.function.entry else { return }
        flow.reach(entry)
        for (parameter, kinds) in zip(flow.function.parameters(entry), parameters[id]) {
            flow.add(kinds, to: parameter)
        }
        while let instruction = flow.next() { step(instruction, flow, id) }
    }

    private mutating func step(_ instruction: InstructionID, _ flow: KindFlow, _ id: FunctionID) {
        guard let block = flow.function.layout.block(of: instruction) else { return }
        let data = flow.function[instruction]
        func operands() -> [ValueKinds] {
            flow.function.directOperands(instruction).map {
                flow.function.type($0).isDynamic ? flow.use($0, in: block) : .all
            }
        }
        func set(_ kinds: ValueKinds) { flow.add(kinds, to: flow.function.result(instruction)) }
        switch data.opcode.info.format {
        case .rootGet: set(roots[data.root])
        case .rootSet: setRoot(data.root, flow.use(data.valueB, in: block))
        case .fieldGet:
            guard data.type.isDynamic, let layout = flow.function.type(data.valueA).layout else { return }
            set(fields[FieldKey(origin: tests.origin(layout), number: data.c)] ?? [])
        case .fieldSet:
            guard data.type.isDynamic, let layout = flow.function.type(data.valueA).layout else { return }
            write(layout, data.c, flow.use(data.valueB, in: block))
        case .closure:
            capture(data.function, operands())
            set(.closure)
        case .call:
            pass(operands(), to: data.function)
            let isOpen = !flows[data.function].function.isDefinition
            give(isOpen ? results[data.function].map { _ in .all } : results[data.function], instruction, flow, id)
        case .closureCall:
            let arguments = Array(operands().dropFirst())
            callClosure(arguments)
            give([closureResults[arguments.count] ?? []], instruction, flow, id)
        case .indirectCall, .send:
            let count = data.opcode.isTerminator ? results[id].count : flow.function.resultCount(instruction)
            give(Array(repeating: .all, count: count), instruction, flow, id)
        case .list: if data.opcode.info.types == .returned { answer(id, operands()) }
        case .jump, .branch, .switchTable: flow.follow(instruction, block)
        case .unary, .binary, .ternary, .nullary, .dynamicBinary, .service:
            if let kinds = result(of: instruction, data, flow, block) { set(kinds) }
        case .variableGet: set(.all)
        case .trap, .immediate, .integerCompare, .floatCompare, .dynamicCompare, .global, .function, .slot,
            .variableSet,
            .load, .store, .number:
            break
        }
    }

    /// A call answers `kinds`; a tail call answers them for its function.
    private mutating func give(
        _ kinds: [ValueKinds], _ instruction: InstructionID, _ flow: KindFlow, _ id: FunctionID
    ) {
        if flow.function[instruction].opcode.isTerminator { return answer(id, kinds) }
        for (index, kinds) in kinds.enumerated() { flow.add(kinds, to: flow.function.result(instruction, index)) }
    }

    /// What instructions on values, objects and containers give; nil for those that give nothing dynamic.
    private mutating func result(
        of instruction: InstructionID, _ data: Instruction, _ flow: KindFlow, _ block: BlockID
    ) -> ValueKinds? {
        if let kinds = container(data, flow, block) { return kinds }
        if data.opcode == .alloc || data.opcode == .allocElements, let layout = data.type.layout {
            if !KindShape.isInitialized(instruction, flow.function, module.layouts[layout]) {
                for number in module.layouts[layout].fields.indices { write(layout, UInt32(number), .null) }
            }
            return .layout(layout)
        }
        if data.opcode == .box {
            if data.type.layout != nil { return flow.use(data.valueA, in: block) }
            return data.type == .i64 ? .number : data.type.isInteger ? [.number, .otherScalar] : .otherScalar
        }
        if data.opcode == .unbox {
            return data.type.layout.map {
                flow.use(data.valueA, in: block).intersection(tests.references($0).subtracting(.null))
            }
        }
        guard flow.function.resultCount(instruction) > 0,
            flow.function.type(flow.function.result(instruction)).isDynamic
        else { return nil }
        if data.opcode == .nilConst { return .null }
        if data.opcode == .select {
            return flow.use(data.valueB, in: block).union(flow.use(data.valueC, in: block))
        }
        return .all
    }

    /// What instructions on arrays, byte arrays and cells give or keep; nil for other instructions.
    private mutating func container(_ data: Instruction, _ flow: KindFlow, _ block: BlockID) -> ValueKinds? {
        if data.opcode == .arrayNew { return .array }
        if data.opcode == .arrayGet { return elements }
        if data.opcode == .bytesNew { return .bytes }
        if data.opcode == .cellGet { return cells }
        if data.opcode == .arraySet { setElements(flow.use(data.valueC, in: block)) }
        if data.opcode == .cellSet { setCells(flow.use(data.valueB, in: block)) }
        guard data.opcode == .cellNew else { return nil }
        setCells(flow.use(data.valueA, in: block))
        return .cell
    }
}
