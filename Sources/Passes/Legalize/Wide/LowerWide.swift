// Takes i64 out of a module, for targets of 32 bits: a 64-bit integer becomes two i32, the low half first, in values,
// block parameters, signatures and calls alike. Larger arithmetic becomes calls of helpers.
// Requires: SSA form; no f64, `switch` on i64 or high products of i64 (`lower-float`, `lower-switch` and
// `lower-multiply-high` come first). A module with any of these stays as it is; so does one in which i64 travels where
// its shape is fixed, in machine registers, to services, or in objects and dynamic values.

import IR
import Support

extension Pass {
    /// Replaces i64 by pairs of i32.
    public static let lowerWide = Pass(name: "lower-wide", summary: "Compute i64 in pairs of i32") {
        module, counters in
        guard module.usesWide, !module.hasFixedWide else { return false }
        var helpers = HelperTable<WideHelper>(module)
        let traps = TrapAnalysis(memory: module.memory, globals: module.globals)
        for id in module.functions.ids {
            var function = Function(name: "")
            swap(&function, &module.functions[id])
            function.signature.splitWide()
            if function.layout.entry != nil, function.usesWide {
                counters.count("instructions", WideLowering.run(&function, &helpers, traps))
            }
            swap(&function, &module.functions[id])
        }
        helpers.append(to: &module)
        for id in module.signatures.ids { module.signatures[id].splitWide() }
        return true
    }
}

/// The work on one function.
struct WideLowering {
    /// The halves of a 64-bit integer.
    struct Pair {
        let low: ValueID
        let high: ValueID
    }

    var expander: InstructionExpander
    private var helpers: HelperTable<WideHelper>
    let traps: TrapAnalysis
    /// By number of the value; made before any use is met, since blocks come in reverse postorder.
    private var pairs: SecondaryMap<ValueID, Pair?>

    /// Answers how many instructions it changed.
    static func run(_ function: inout Function, _ helpers: inout HelperTable<WideHelper>, _ traps: TrapAnalysis) -> Int
    {
        let graph = ControlFlowGraph(function)
        let order = graph.reversePostorder
        var reachable = EntitySet<BlockID>(capacity: function.blocks.count)
        for block in order { reachable.insert(block) }
        for block in function.layout.blocks where !reachable.contains(block) { function.layout.remove(block) }
        let pairs = SecondaryMap<ValueID, Pair?>(initial: nil, count: function.values.count)
        var lowering = WideLowering(
            expander: InstructionExpander(&function), helpers: helpers, traps: traps, pairs: pairs)
        for block in order { lowering.splitParameters(block) }
        var count = 0
        for block in order {
            for instruction in lowering.expander.function.layout.instructions(block) {
                lowering.expander.position(before: instruction)
                if lowering.lowerIfWide(instruction) { count += 1 }
            }
        }
        lowering.splitBindings()
        lowering.expander.finish(&function)
        helpers = lowering.helpers
        return count
    }

    /// The halves of `value`. Requires: it is an i64.
    func halves(_ value: ValueID) -> Pair {
        guard let pair = pairs[value] else { preconditionFailure("LowerWide: an i64 is used before it is there") }
        return pair
    }

    func isWide(_ value: ValueID) -> Bool { expander.function.type(value) == .i64 }

    /// Says that the halves of the instruction's result are `low` and `high`, and takes it out.
    mutating func define(_ id: InstructionID, _ low: ValueID, _ high: ValueID) {
        pairs[expander.function.result(id)] = Pair(low: low, high: high)
        expander.remove(id)
    }

    /// As `define`, for one result of several, of an instruction that the caller takes out.
    mutating func define(_ value: ValueID, _ pair: Pair) { pairs[value] = pair }

    mutating func call(_ helper: WideHelper, _ arguments: [ValueID]) -> [ValueID] {
        expander.call(helpers.id(helper), arguments, results: helper.signature.results)
    }

    // MARK: Block parameters

    private mutating func splitParameters(_ block: BlockID) {
        let old = expander.function.parameters(block)
        guard old.contains(where: isWide) else { return }
        for parameter in old {
            let type = expander.function.type(parameter)
            let first = expander.function.appendParameter(block, type == .i64 ? .i32 : type)
            if type == .i64 {
                let second = expander.function.appendParameter(block, .i32)
                define(parameter, Pair(low: first, high: second))
            } else {
                expander.replace(parameter, by: first)
            }
        }
        expander.function.filterParameters(block) { $0 >= old.count }
    }

    /// A variable that was an i64 is its halves, wherever both are there.
    private mutating func splitBindings() {
        guard expander.function.layout.hasAttachments else { return }
        for block in expander.function.layout.blocks {
            for instruction in expander.function.layout.instructions(block) {
                for id in expander.function.layout.attached(before: instruction) {
                    let binding = expander.function.debugBindings[id]
                    guard case .value(let value) = binding.place, expander.function.values.contains(value),
                        isWide(value), let pair = pairs[value]
                    else { continue }
                    expander.function.debugBindings[id].place = .none
                    for (half, part) in [pair.low, pair.high].enumerated() {
                        expander.function.bind(
                            DebugBinding(
                                binding.variable, offset: binding.offset + 4 * UInt32(half), size: 4, .value(part)),
                            before: instruction)
                    }
                }
            }
        }
    }

    // MARK: Lists of values

    /// The values with each i64 as its halves.
    func split(_ values: [ValueID]) -> [ValueID] {
        values.flatMap { value -> [ValueID] in
            guard isWide(value) else { return [value] }
            let pair = halves(value)
            return [pair.low, pair.high]
        }
    }

    /// Splits the arguments of all targets of a terminator.
    private mutating func splitTargets(_ id: InstructionID) -> Bool {
        var changed = false
        for call in expander.function.blockCallIDs(id) {
            let arguments = expander.function.lists.elements(expander.function.blockCalls[call].arguments)
            guard arguments.contains(where: isWide) else { continue }
            expander.function.blockCalls[call].arguments = expander.function.lists.make(split(arguments))
            changed = true
        }
        return changed
    }

    /// Splits the values and results of a call, return or the like.
    private mutating func splitList(_ id: InstructionID) -> Bool {
        var data = expander.function[id]
        let values = expander.function.lists.elements(data.list)
        let results = expander.function.results(id)
        guard values.contains(where: isWide) || results.contains(where: isWide) else { return false }
        data.b = expander.function.lists.make(split(values)).rawValue
        guard results.contains(where: isWide) else {
            expander.function[id] = data
            return true
        }
        let types = results.flatMap { value -> [Type] in
            isWide(value) ? [.i32, .i32] : [expander.function.type(value)]
        }
        let new = expander.emit(data, results: types)
        var next = 0
        for result in results {
            let first = expander.function.result(new, next)
            if isWide(result) {
                define(result, Pair(low: first, high: expander.function.result(new, next + 1)))
                next += 2
            } else {
                expander.replace(result, by: first)
                next += 1
            }
        }
        expander.remove(id)
        return true
    }

    // MARK: Instructions

    /// Answers whether there was something to do.
    private mutating func lowerIfWide(_ id: InstructionID) -> Bool {
        let data = expander.function[id]
        switch data.opcode.info.format {
        case .jump, .branch, .switchTable: return splitTargets(id)
        case .call, .indirectCall, .service, .list: return splitList(id)
        case .load, .store:
            let mayTrap = traps.mayTrap(id, in: expander.function)
            // The address may be wide when the value is not.
            if isWide(data.valueA) { expander.function[id].valueA = halves(data.valueA).low }
            guard data.type == .i64 else { return isWide(data.valueA) }
            lowerAccess(id, mayTrap: mayTrap)
            return true
        case .nullary, .trap, .immediate, .global, .function, .slot, .unary, .binary, .ternary, .integerCompare,
            .floatCompare, .dynamicCompare, .dynamicBinary, .variableGet, .variableSet, .rootGet, .rootSet, .fieldGet,
            .fieldSet,
            .closureCall, .send, .closure, .number:
            guard data.type == .i64 || Evaluate.sourceType(data, in: expander.function) == .i64 else { return false }
            lower(id)
            return true
        }
    }
}

extension Signature {
    fileprivate mutating func splitWide() {
        lower(parameters: split(parameters), results: split(results))
    }

    private func split(_ types: [Type]) -> [Type] {
        types.flatMap { $0 == .i64 ? [.i32, .i32] : [$0] }
    }

    fileprivate var usesWide: Bool { (parameters + results).contains(.i64) }
}

extension Function {
    fileprivate var usesWide: Bool {
        values.values.contains { $0.type == .i64 } || variables.values.contains { $0.type == .i64 }
    }
}

extension Module {
    fileprivate var usesWide: Bool {
        signatures.values.contains(where: \.usesWide)
            || functions.values.contains { $0.signature.usesWide || $0.usesWide }
    }

    /// Whether something fixes the shape of an i64.
    fileprivate var hasFixedWide: Bool {
        let isFixed = { (signature: Signature) in signature.usesWide && signature.convention != .standard }
        return signatures.values.contains(where: isFixed)
            || functions.values.contains { isFixed($0.signature) || !$0.variables.isEmpty || $0.hasOtherWide }
            || services.values.contains { ($0.parameters + $0.results).contains(.i64) }
            || layouts.values.contains { $0.fields.contains { $0.type == .i64 } }
    }
}

extension Function {
    /// Whether an instruction computes an i64 in a way that this pass has no answer to.
    fileprivate var hasOtherWide: Bool {
        layout.blocks.contains { block in
            layout.instructions(block).contains { id in
                let data = self[id]
                guard data.type == .i64 || Evaluate.sourceType(data, in: self) == .i64 else { return false }
                switch data.opcode.info.types {
                case .integers: return data.opcode == .umulh || data.opcode == .smulh
                case .none, .integersAndFlag, .integerConstant, .compareIntegers, .select, .narrowInteger,
                    .widenInteger, .insert, .pointerToInteger, .integerToPointer, .pointerSum, .address, .load,
                    .store, .signature, .condition, .returned:
                    return false
                case .floats, .halfFloats, .floatConstant, .compareFloats, .reinterpret, .integerToFloat,
                    .floatToInteger, .narrowFloat, .widenFloat, .variable, .allocate, .allocateElements,
                    .indexed, .indexedCount, .indexedRanges, .field, .dynamic, .unbox, .box,
                    .dynamicOrReference, .element, .byteElement, .byteRanges, .switchValue:
                    return true
                }
            }
        }
    }
}
