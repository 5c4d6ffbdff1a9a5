// Back ends leave a NaN as the host computed it until something looks at its bits, and put the canonical one there then.
// Where such a float meets one whose bits count, in a block parameter or a `select` that is looked at later, nobody
// could tell them apart any more: it is settled before, by a way through an integer, which counts as a look.
// Runs last, since other passes see nothing in that. Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Settles the NaNs of computed floats where they meet others.
    static let settleFloats = settleFloats { _ in { _ in EntitySet() } }

    /// As `settleFloats`; `findPrivate` knows the loads and stores of each function of a module that reach memory in which
    /// nobody sees bits.
    public static func settleFloats(
        findPrivate: @escaping @Sendable (Module) -> (FunctionID) -> EntitySet<InstructionID>
    ) -> Pass {
        Pass(name: "settle-floats", summary: "Settle NaNs of computed floats where they meet floats whose bits count") {
            module, counters in
            let privateAccesses = findPrivate(module)
            var count = 0
            for id in module.functions.ids where module.functions[id].variables.isEmpty {
                let meetings = FloatMeetings(module.functions[id], privateAccesses(id))
                if !meetings.isEmpty { count += settle(meetings, in: &module.functions[id]) }
            }
            counters.count("floats", count)
            return count > 0
        }
    }

    private static func settle(_ meetings: FloatMeetings, in function: inout Function) -> Int {
        var expander = InstructionExpander(&function)
        var count = 0
        for block in expander.function.layout.blocks {
            for instruction in expander.function.layout.instructions(block) {
                expander.position(before: instruction)
                count += expander.settle(instruction, meetings)
            }
        }
        expander.finish(&function)
        return count
    }
}

/// Which floats of a function have bits that count, are looked at, and are as the host computed them.
private struct FloatMeetings {
    /// Bits that the IR fixes and that may be those of any NaN.
    private var exact: EntitySet<ValueID>
    /// Something looks at the bits, perhaps behind `select`, `fabs` and branches.
    private var observed: EntitySet<ValueID>
    private var computed: EntitySet<ValueID>
    /// Whether nothing has to be done.
    private(set) var isEmpty = true

    init(_ function: Function, _ privateAccesses: EntitySet<InstructionID>) {
        exact = EntitySet(capacity: function.values.count)
        observed = EntitySet(capacity: function.values.count)
        computed = EntitySet(capacity: function.values.count)
        guard let entry = function.entry else { return }
        let carriers = findSources(function, entry, privateAccesses)
        guard !computed.isEmpty, !carriers.isEmpty else { return }
        // Each goes a step along what carries values, until nothing changes.
        spread(carriers) { set, source, target in set.exact.contains(source) && set.exact.insert(target) }
        spread(carriers) { set, source, target in set.observed.contains(target) && set.observed.insert(source) }
        spread(carriers) { set, source, target in
            set.computed.contains(source) && !set.counts(target) && set.computed.insert(target)
        }
        isEmpty = !carriers.contains { mustSettle($0.source, in: $0.target) }
    }

    /// Whether the computed float `value` meets bits that count in `target`.
    func mustSettle(_ value: ValueID, in target: ValueID) -> Bool { computed.contains(value) && counts(target) }

    private func counts(_ value: ValueID) -> Bool { exact.contains(value) && observed.contains(value) }

    private typealias Carrier = (source: ValueID, target: ValueID)

    private mutating func spread(_ carriers: [Carrier], _ step: (inout FloatMeetings, ValueID, ValueID) -> Bool) {
        var changed = true
        while changed {
            changed = false
            for carrier in carriers where step(&self, carrier.source, carrier.target) { changed = true }
        }
    }

    /// Sorts all floats by what defines them and what uses them; answers what is carried from value to value.
    private mutating func findSources(
        _ function: Function, _ entry: BlockID, _ privateAccesses: EntitySet<InstructionID>
    ) -> [Carrier] {
        var carriers: [Carrier] = []
        for parameter in function.parameters(entry) where function.type(parameter).isFloat { exact.insert(parameter) }
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                for call in function.distinctBlockCallIDs(instruction) {
                    let parameters = function.parameters(function.blockCalls[call].block)
                    for (argument, parameter) in zip(function.arguments(call), parameters)
                    where function.type(parameter).isFloat {
                        carriers.append((argument, parameter))
                    }
                }
                let operands = function.directOperands(instruction).filter { function.type($0).isFloat }
                if data.opcode == .select || data.opcode == .fabs {
                    for operand in operands { carriers.append((operand, function.result(instruction))) }
                    continue
                }
                let isPrivate = privateAccesses.contains(instruction)
                if !data.opcode.takesNumbers, !isPrivate { for operand in operands { observed.insert(operand) } }
                for result in function.results(instruction) where function.type(result).isFloat {
                    if data.opcode.computesFloat || isPrivate {
                        computed.insert(result)
                    } else if !Self.isPlain(data) {
                        exact.insert(result)
                    }
                }
            }
        }
        return carriers
    }

    /// Whether it is no NaN, or the canonical one.
    private static func isPlain(_ data: Instruction) -> Bool {
        if data.opcode.info.types == .integerToFloat { return true }
        guard data.opcode == .fconst else { return false }
        let evaluation = Evaluate.unary(.fptrunc, from: data.type, to: data.type, data.immediate)
        return evaluation.value == data.immediate
    }
}

extension InstructionExpander {
    /// Settles what `instruction` carries; answers how many floats that were.
    fileprivate mutating func settle(_ instruction: InstructionID, _ meetings: FloatMeetings) -> Int {
        var count = 0
        if function[instruction].opcode == .select {
            let target = function.result(instruction)
            for operand in function.directOperands(instruction) where meetings.mustSettle(operand, in: target) {
                let settled = settled(operand)
                function.mapDirectOperands(instruction) { $0 == operand ? settled : $0 }
                count += 1
            }
        }
        for call in function.distinctBlockCallIDs(instruction) {
            let parameters = function.parameters(function.blockCalls[call].block)
            var arguments = function.arguments(call)
            let places = arguments.indices.filter { meetings.mustSettle(arguments[$0], in: parameters[$0]) }
            guard !places.isEmpty else { continue }
            for place in places { arguments[place] = settled(arguments[place]) }
            function.blockCalls[call].arguments = function.lists.make(arguments)
            count += places.count
        }
        return count
    }

    private mutating func settled(_ value: ValueID) -> ValueID {
        let type = function.type(value)
        let bits = unary(.bitcast, type == .f64 ? .i64 : type == .f32 ? .i32 : .i16, value)
        return unary(.bitcast, type, bits)
    }
}
