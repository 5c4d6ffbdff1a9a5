// The flow of kinds through one function: what its values may be, where control comes, and which instructions are to be
// looked at again. Sparse: what changes wakes only those that use it.

import IR
import Support

/// What the kind inference knows of one function so far.
///
/// A class because the inference works on one while it wakes instructions of all.
final class KindFlow {
    let function: Function
    let shape: KindShape
    /// The kinds of each value, empty where control does not come.
    private(set) var values: SecondaryMap<ValueID, ValueKinds>
    private(set) var reached: EntitySet<BlockID>

    private let tests: KindTests
    private let users: Users
    /// The place of each instruction in `order`, where definitions come before uses save in loops.
    private var places: SecondaryMap<InstructionID, UInt32>
    private var order: [InstructionID] = []
    /// The places of the instructions to look at.
    private var queue: EntityQueue<InstructionID>

    init(_ function: Function, _ tests: KindTests) {
        self.function = function
        self.tests = tests
        shape = KindShape(function, tests)
        users = Users(function)
        values = SecondaryMap(initial: [], count: function.values.count)
        reached = EntitySet(capacity: function.blocks.count)
        places = SecondaryMap(initial: 0, count: function.instructions.count)
        for block in shape.order {
            var next = function.layout.first(in: block)
            while let instruction = next {
                places[instruction] = UInt32(order.count)
                order.append(instruction)
                next = function.layout.next(instruction)
            }
        }
        queue = EntityQueue(capacity: order.count)
    }

    /// The next instruction to look at.
    func next() -> InstructionID? { queue.popFirst().map { order[$0.index] } }

    /// Looks at an instruction again; answers whether control comes there.
    func wake(_ instruction: InstructionID) -> Bool {
        guard let block = function.layout.block(of: instruction), reached.contains(block) else { return false }
        queue.insert(InstructionID(index: Int(places[instruction])))
        return true
    }

    /// Control comes to `block`.
    func reach(_ block: BlockID) {
        guard reached.insert(block) else { return }
        var next = function.layout.first(in: block)
        while let instruction = next {
            queue.insert(InstructionID(index: Int(places[instruction])))
            next = function.layout.next(instruction)
        }
    }

    /// The kinds of `value` where `block` uses it.
    func use(_ value: ValueID, in block: BlockID) -> ValueKinds {
        values[value].intersection(shape.mask(value, in: block))
    }

    /// `value` may be of `kinds` too.
    func add(_ kinds: ValueKinds, to value: ValueID) {
        if values[value].add(kinds) { wakeUsers(of: value) }
    }

    private func wakeUsers(of value: ValueID) {
        for user in users[value] where wake(user) {
            // Branches look at the flag's definition for what it tests.
            let opcode = function[user].opcode
            if opcode == .isNil || opcode == .isRef || opcode == .not { wakeUsers(of: function.result(user)) }
        }
    }

    /// Takes the branches at the end of `block` that the tests on the way allow.
    func follow(_ terminator: InstructionID, _ block: BlockID) {
        let data = function[terminator]
        let calls = function.blockCallIDs(terminator)
        guard data.opcode.info.format == .branch else {
            for call in calls { follow(call, terminator, block) }
            return
        }
        let outcome = truth(data.valueA)
        if outcome.canBeTrue { follow(calls[0], terminator, block) }
        if outcome.canBeFalse { follow(calls[1], terminator, block) }
    }

    private func follow(_ edge: BlockCallID, _ terminator: InstructionID, _ block: BlockID) {
        let target = function.blockCalls[edge].block
        reach(target)
        for (argument, parameter) in zip(function.arguments(edge), function.parameters(target))
        where function.type(parameter).isDynamic {
            add(kinds(of: argument, on: edge, terminator, in: block), to: parameter)
        }
    }

    /// The kinds of an argument that an edge from `block` passes.
    func kinds(
        of argument: ValueID, on edge: BlockCallID, _ terminator: InstructionID, in block: BlockID
    ) -> ValueKinds {
        var kinds = use(argument, in: block)
        let data = function[terminator]
        guard data.opcode.info.format == .branch, data.b != data.c else { return kinds }
        for fact in shape.facts(data.valueA, edge.rawValue == data.b, function) where fact.value == argument {
            kinds.formIntersection(fact.kinds)
        }
        return kinds
    }

    /// What a flag may be.
    func truth(_ flag: ValueID) -> (canBeTrue: Bool, canBeFalse: Bool) {
        guard let instruction = function.definingInstruction(flag),
            let block = function.layout.block(of: instruction)
        else { return (true, true) }
        let data = function[instruction]
        if data.opcode == .iconst { return (data.immediate & 1 == 1, data.immediate & 1 == 0) }
        if data.opcode == .not {
            let inner = truth(data.valueA)
            return (inner.canBeFalse, inner.canBeTrue)
        }
        guard data.opcode == .isNil || data.opcode == .isRef else { return (true, true) }
        return truth(of: data, for: use(data.valueA, in: block))
    }

    /// What a test, `is_nil` or `is_ref`, may say of a value of some kinds.
    func truth(of data: Instruction, for kinds: ValueKinds) -> (canBeTrue: Bool, canBeFalse: Bool) {
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
