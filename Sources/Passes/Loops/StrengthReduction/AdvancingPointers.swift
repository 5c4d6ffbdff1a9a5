// Addresses that are linear in a counter, made into pointers that the loop advances.

import IR
import Support

/// The loads, stores and values that one pointer serves.
struct PointerGroup {
    let form: LinearForm
    /// The loads and stores, with the distance of each from the pointer.
    var accesses: [(instruction: InstructionID, distance: Int32)] = []
    /// Addresses that are needed as such: an inner loop begins there, or they are stored or passed on.
    var values: [ValueID] = []
}

extension LoopReduction {
    mutating func reduce(_ variable: InductionVariable) {
        let groups = pointerGroups(variable)
        guard !groups.isEmpty else { return }
        let removed = removableInstructions(groups)
        let test = onlyTest(of: variable, besides: removed)
        let asked = test.flatMap { test in groups.firstIndex { canAnswer(test, $0) } }
        let isCountable = test?.isNext ?? false
        // What only some iterations compute is not counted as saved.
        let saved = removed.count { instruction in
            guard let block = function.layout.block(of: instruction) else { return false }
            return shape.loop.latches.allSatisfy { tree.dominates(block, $0) }
        }
        let gain = saved - groups.count + (asked != nil || isCountable ? 1 : 0)
        guard gain > 0 else { return }
        let place = makePreheader()
        for (index, group) in groups.enumerated() {
            let pointer = addPointer(variable, group.form, index == asked ? test : nil, at: place)
            for access in group.accesses {
                function[access.instruction].valueA = pointer.parameter
                function[access.instruction].offset = access.distance
            }
            if !group.values.isEmpty { function.replaceValues { group.values.contains($0) ? pointer.parameter : $0 } }
            if index == asked, let test { ask(test, of: pointer, group.form, at: place) }
            count("pointers")
        }
        for instruction in removed { function.layout.remove(instruction) }
        if asked != nil {
            removeVariable(variable)
            count("counters")
        } else {
            refresh()
        }
    }

    // What there is.

    /// The accesses of the loop, not of loops inside it, whose addresses are linear in `variable`, by what differs in
    /// more than a distance that fits the offset.
    private func pointerGroups(_ variable: InductionVariable) -> [PointerGroup] {
        var groups: [PointerGroup] = []
        for block in graph.reversePostorder where forest.loop(of: block) == id {
            for instruction in function.layout.instructions(block) {
                let data = function[instruction]
                guard data.opcode.info.format == .load || data.opcode.info.format == .store,
                    !(data.opcode.info.format == .store && data.valueB == data.valueA),
                    let form = form(data.valueA, over: variable)
                else { continue }
                let place = groups.firstIndex { $0.form.scale == form.scale && $0.form.bases == form.bases }
                if let place, let distance = distance(form, groups[place].form, data.offset) {
                    groups[place].accesses.append((instruction, distance))
                } else {
                    groups.append(PointerGroup(form: form, accesses: [(instruction, data.offset)]))
                }
            }
        }
        addValues(&groups, variable)
        return groups
    }

    /// Adds the pointers that something else than a load or store takes.
    private func addValues(_ groups: inout [PointerGroup], _ variable: InductionVariable) {
        let users = Users(function)
        for block in graph.reversePostorder where forest.loop(of: block) == id {
            for instruction in function.layout.instructions(block) where function[instruction].opcode == .ptrAdd {
                let value = function.result(instruction)
                guard let form = form(value, over: variable), form.scale != 1 || form.bases.count > 1,
                    users[value].contains(where: { needsValue($0, value) })
                else { continue }
                let place = groups.firstIndex {
                    $0.form.scale == form.scale && $0.form.bases == form.bases && $0.form.constant == form.constant
                }
                if let place {
                    groups[place].values.append(value)
                } else {
                    groups.append(PointerGroup(form: form, values: [value]))
                }
            }
        }
    }

    private func needsValue(_ user: InstructionID, _ value: ValueID) -> Bool {
        let data = function[user]
        switch data.opcode.info.format {
        case .load: return false
        case .store: return data.valueB == value
        case .binary: return data.opcode != .ptrAdd || data.valueA != value
        case .nullary, .trap, .immediate, .unary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary, .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .fieldGet,
            .fieldSet, .call,
            .indirectCall, .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            return true
        }
    }

    /// `value` as an address that advances with `variable` and has to be computed.
    private func form(_ value: ValueID, over variable: InductionVariable) -> LinearForm? {
        let type = function.type(value)
        guard type == variable.type || (type == .ptr && variable.type.bits == shape.pointerBits),
            value != variable.parameter, value != variable.next,
            var form = shape.linearForm(value, function), form.variable == variable.parameter,
            form.scale & variable.type.integerMask != 0
        else { return nil }
        form.bases.sort()
        return form
    }

    /// The offset that an access of `form` + `offset` has from a pointer of `pointer`.
    private func distance(_ form: LinearForm, _ pointer: LinearForm, _ offset: Int32) -> Int32? {
        let difference = Int64(Int32(truncatingIfNeeded: form.constant &- pointer.constant)) + Int64(offset)
        if form.constant == pointer.constant { return offset }
        // Only an effective address that is taken modulo the size of the memory splits without regard to overflow.
        return Self.isOwn(module.memory) && -2048...2047 ~= difference ? Int32(difference) : nil
    }

    /// The instructions of the loop that are needed for nothing but the addresses of `groups`.
    private func removableInstructions(_ groups: [PointerGroup]) -> [InstructionID] {
        let users = Users(function)
        var accesses = EntitySet<InstructionID>(capacity: function.instructions.count)
        var worklist: [ValueID] = groups.flatMap(\.values)
        for access in groups.flatMap(\.accesses) {
            accesses.insert(access.instruction)
            worklist.append(function[access.instruction].valueA)
        }
        let replaced = Set(groups.flatMap(\.values))
        var removed = EntitySet<InstructionID>(capacity: function.instructions.count)
        var result: [InstructionID] = []
        while let value = worklist.popLast() {
            guard let instruction = function.definingInstruction(value), !removed.contains(instruction),
                function[instruction].opcode.info.format == .binary, shape.defines(value, function),
                !shape.variables.contains(where: { $0.next == value })
            else { continue }
            let isFree = users[value].allSatisfy { user in
                removed.contains(user)
                    || (accesses.contains(user) && function[user].valueA == value
                        && !(function[user].opcode.info.format == .store && function[user].valueB == value))
            }
            guard isFree || replaced.contains(value) else { continue }
            removed.insert(instruction)
            result.append(instruction)
            worklist += function.operands(instruction)
        }
        return result
    }

    // What is made of it.

    /// Whether a pointer of `group` can be asked for the end of the loop, with a bound that is known once and for all.
    private func canAnswer(_ test: ExitTest, _ group: PointerGroup) -> Bool {
        test.isInjective(scale: group.form.scale, function)
            && group.form.bases.allSatisfy { base in
                function.definingInstruction(base.value).map { function[$0].opcode == .globalAddr } ?? false
            }
    }

    /// A new header parameter that holds `form`, and its next value. It advances at the end of the loop, so that the
    /// two are never needed at the same time.
    private mutating func addPointer(
        _ variable: InductionVariable, _ form: LinearForm, _ test: ExitTest?, at place: BlockID
    ) -> (parameter: ValueID, next: ValueID) {
        let start = emit(form, of: variable.start, variable.type, at: place)
        let step = emitConstant(form.scale &* variable.step, variable.type, at: place)
        let type = function.type(start)
        let parameter = function.appendParameter(shape.loop.header, type)
        let add = function.makeInstruction(
            .binary(type == .ptr ? .ptrAdd : .add, type, parameter, step), results: [type],
            location: function.definingInstruction(variable.next).map { function.location($0) } ?? .none)
        insert(add, variable, test)
        let next = function.result(add)
        if let jump = function.terminator(place) {
            for call in function.blockCallIDs(jump) { append(start, to: call) }
        }
        append(next, to: shape.latchCall)
        return (parameter, next)
    }

    private mutating func insert(_ add: InstructionID, _ variable: InductionVariable, _ test: ExitTest?) {
        guard let latch = shape.loop.latches.first, let branch = function.terminator(latch) else { return }
        guard let test, test.isNext else { return function.layout.insert(add, before: branch) }
        if function.layout.block(of: test.compare) == latch {
            function.layout.insert(add, before: test.compare)
        } else if let step = function.definingInstruction(variable.next) {
            function.layout.insert(add, after: step)
        }
    }

    private mutating func append(_ value: ValueID, to call: BlockCallID) {
        function.blockCalls[call].arguments = function.lists.make(function.arguments(call) + [value])
    }

    /// Compares the pointer with what it is when the counter meets the bound.
    private mutating func ask(
        _ test: ExitTest, of pointer: (parameter: ValueID, next: ValueID), _ form: LinearForm, at place: BlockID
    ) {
        let bound = emit(form, of: test.bound, test.variable.type, at: place)
        let condition = function[test.compare].integerCondition
        function[test.compare] = .icmp(
            condition, function.type(bound), test.isNext ? pointer.next : pointer.parameter, bound)
    }
}
