// Inlining, callees first: a call goes away when the body of the callee is small, when it is the callee's only call, or
// when constant arguments and loops promise a gain. Growth has a budget, so that the result stays a fixed multiple of
// the input. Into code that runs once, as the forms of a Lisp program do, only what makes it smaller is inlined, and what
// always is.

import IR
import Support

/// When to inline. Sizes are estimates of `InlineCost`.
struct InlineLimits: Sendable {
    /// Bodies up to this size are inlined everywhere.
    var size: Int
    /// How much larger a body may be for each loop around the call, up to three, and for each constant argument.
    var loopBonus: Int
    var constantBonus: Int
    /// How much larger it may be for each argument that is a function, when it calls closures.
    var functionBonus: Int
    /// Bodies up to this size are inlined once into themselves.
    var recursiveSize: Int
    /// How much the module may grow, in percent of its size.
    var growth: Int

    /// For speed.
    static let speed = InlineLimits(
        size: 12, loopBonus: 8, constantBonus: 3, functionBonus: 40, recursiveSize: 0, growth: 100)
    /// For speed at any price.
    static let maximal = InlineLimits(
        size: 24, loopBonus: 24, constantBonus: 6, functionBonus: 80, recursiveSize: 32, growth: 300)
    /// Only what makes the program smaller.
    static let size = InlineLimits(
        size: 0, loopBonus: 0, constantBonus: 1, functionBonus: 0, recursiveSize: 0, growth: 0)

    /// What the program may always grow by, so that small programs are not held back.
    static let freeGrowth = 200
    /// Functions do not grow beyond this size.
    static let largestCaller = 4000
}

extension Pass {
    static let inline = inline("inline", .speed, "inlines small functions and functions with one call")
    static let inlineMaximal = inline(
        "inline-maximal", .maximal, "inlines also larger functions, and recursive ones once")
    static let inlineSize = inline("inline-size", .size, "inlines where that makes the program smaller")

    private static func inline(_ name: String, _ limits: InlineLimits, _ summary: String) -> Pass {
        Pass(name: name, summary: summary) { module, counters in
            var inliner = Inliner(module, limits)
            return inliner.run(&module, &counters)
        }
    }
}

/// The estimated size of code in machine instructions.
enum InlineCost {
    static func size(_ function: Function) -> Int {
        var size = 0
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) { size += InlineCost.size(instruction, function) }
        }
        return size
    }

    /// Constants mostly become immediate operands, jumps and returns mostly vanish when blocks are placed and joined.
    private static func size(_ instruction: InstructionID, _ function: Function) -> Int {
        let data = function[instruction]
        switch data.opcode.info.format {
        case .immediate, .jump, .global, .slot, .function: return 0
        case .nullary: return 0
        case .list: return data.opcode.isTerminator ? 0 : call(arguments: function.lists.count(data.list))
        case .call, .indirectCall, .closureCall, .send, .service:
            return call(arguments: function.lists.count(data.list))
        case .switchTable: return 1 + function.switchTables[data.switchTable].cases.count
        case .trap, .unary, .binary, .ternary, .integerCompare, .floatCompare, .dynamicCompare, .dynamicBinary,
            .variableGet,
            .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet, .fieldSet, .closure, .branch, .number:
            return 1
        }
    }

    /// A call with its moves, saves and return.
    static func call(arguments: Int) -> Int { 2 + arguments }
}

extension Function {
    fileprivate var callsClosures: Bool {
        layout.blocks.contains { block in
            layout.instructions(block).contains { self[$0].opcode.info.format == .closureCall }
        }
    }

    /// Whether a value is a closure, or an object that has one in a field.
    fileprivate func isFunction(_ value: ValueID, _ module: Module) -> Bool {
        guard let instruction = definingInstruction(value) else { return false }
        let data = self[instruction]
        switch data.constantRoot(module.roots) {
        case .closure: return true
        case .object(_, let fields):
            return fields.contains { $0.root.map { module.roots[$0].value.function != nil } ?? false }
        case .null, .integer, .float, .bytes, .array, .same, nil: break
        }
        if data.opcode == .box { return isFunction(data.valueA, module) }
        if data.opcode == .alloc { return firstSets(instruction).contains { isFunction(self[$0].valueB, module) } }
        return data.opcode == .closure
    }
}

private struct Inliner {
    private let limits: InlineLimits
    private let graph: CallGraph
    private let facts: ModuleFacts
    /// Nil where all code counts.
    private let once: RunOnce?
    private var sizes = PrimaryMap<FunctionID, Int>()
    private var callsClosures = EntitySet<FunctionID>()
    private var budget: Int

    init(_ module: Module, _ limits: InlineLimits) {
        self.limits = limits
        graph = CallGraph(module)
        facts = ModuleFacts(module)
        once = module.hasDynamicValues ? RunOnce(module) : nil
        for function in module.functions.values { sizes.append(InlineCost.size(function)) }
        for id in module.functions.ids where module.functions[id].callsClosures { callsClosures.insert(id) }
        budget = InlineLimits.freeGrowth + sizes.values.reduce(0, +) * limits.growth / 100
    }

    mutating func run(_ module: inout Module, _ counters: inout PassCounters) -> Bool {
        var changed = false
        for id in graph.bottomUp
        where module.functions[id].isDefinition && !module.functions[id].attributes.contains(.asWritten) {
            // Taken out of the module while it changes, so that it is edited in place.
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            let inlined = inlineCalls(in: &function, id, module)
            if inlined > 0 {
                changed = true
                counters.count("calls", inlined)
                cleanUp(&function)
            }
            sizes[id] = InlineCost.size(function)
            swap(&function, &module.functions[id])
        }
        return changed
    }

    private mutating func inlineCalls(in function: inout Function, _ id: FunctionID, _ module: Module) -> Int {
        var calls: [InstructionID] = []
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block)
            where function[instruction].opcode.info.format == .call {
                calls.append(instruction)
            }
        }
        guard !calls.isEmpty else { return 0 }
        var cache = AnalysisCache(module: facts)
        let loops = cache.loopForest(function)
        // A function that inlines itself copies what it was before.
        let original = function
        var chosen: [InstructionID] = []
        for call in calls {
            guard let block = function.layout.block(of: call), cache.controlFlowGraph(function).isReachable(block)
            else { continue }
            let callee = function[call].function
            let body = callee == id ? original : module.functions[callee]
            if mayInline(callee, body, into: id),
                pays(call, callee, body, function, id, depth: loops.depth(block), module)
            {
                chosen.append(call)
            }
        }
        var replacement = ValueReplacement(function)
        // Last first, so that a block with many calls is not moved again and again.
        for call in chosen.reversed() {
            let callee = function[call].function
            BodyCopy.replace(call, in: &function, by: callee == id ? original : module.functions[callee], &replacement)
        }
        replacement.apply(to: &function)
        return chosen.count
    }

    private func mayInline(_ callee: FunctionID, _ body: Function, into caller: FunctionID) -> Bool {
        guard body.isDefinition, body.entry != nil, body.attributes.isDisjoint(with: [.entry, .noInline, .asWritten])
        else {
            return false
        }
        if graph.isRecursive(callee), sizes[callee] > limits.recursiveSize { return false }
        return callee == caller || graph.cycles[callee] != graph.cycles[caller]
    }

    /// Whether inlining `call` gains more than it costs; takes its growth from the budget when it does.
    private mutating func pays(
        _ call: InstructionID, _ callee: FunctionID, _ body: Function, _ function: Function, _ caller: FunctionID,
        depth: Int, _ module: Module
    ) -> Bool {
        let isOnlyCall =
            graph.callCounts[callee] == 1 && graph.hasOnlyDirectCalls(callee, body) && !graph.isRecursive(callee)
        let arguments = function.directOperands(call)
        guard sizes[caller] + sizes[callee] <= InlineLimits.largestCaller else { return false }
        if body.attributes.contains(.alwaysInline) {
            sizes[caller] += sizes[callee]
            return true
        }
        let cost = InlineCost.call(arguments: arguments.count)
        let growth = max(0, sizes[callee] - cost)
        if growth > 0, once?.contains(caller) == true { return false }
        if !isOnlyCall {
            let constants = arguments.filter { function.constantBits($0) != nil }.count
            let functions =
                callsClosures.contains(callee) ? arguments.filter { function.isFunction($0, module) }.count : 0
            let base = callee == caller ? limits.recursiveSize : max(limits.size, cost)
            let limit =
                base + limits.loopBonus * min(depth, 3) + limits.constantBonus * constants
                + limits.functionBonus * functions
            guard sizes[callee] <= limit, growth <= budget else { return false }
            budget -= growth
        }
        sizes[caller] += sizes[callee]
        return true
    }

    /// Simplifies a function that others may take over in turn.
    private func cleanUp(_ function: inout Function) {
        var cache = AnalysisCache(module: facts)
        for pass in [Pass.ssaConstruct, .simplifyCFG, .sccp, .simplifyCFG, .dce] {
            guard case .function(let body) = pass.body, body(&function, &cache) else { continue }
            cache.invalidate(keeping: pass.preserves)
        }
    }
}
