// Rewrites instructions by algebraic rules until none applies: folds constants, brings operations into canonical form,
// and drops what becomes unused. The rules stand in one file a topic beside this one.
// Canonical: constants on the right; sub x, c is add x, -c; comparisons are eq, ne, ult, uge, slt and sge, save that i1
// has none. Requires: the function is in SSA form.

import IR
import Support

extension Pass {
    /// Folds constants and simplifies by algebra.
    static let algebraic = Pass(
        name: "algebraic", summary: "Fold constants and simplify by algebraic rules", preserves: .controlFlow
    ) { function, cache in
        var simplifier = AlgebraicSimplifier(&function, cache.controlFlowGraph(function), cache.module)
        let changed = simplifier.run()
        swap(&function, &simplifier.function)
        if simplifier.rewrites > 0 { cache.counters.count("rewritten", simplifier.rewrites) }
        return changed
    }
}

/// What a rule makes of an instruction.
enum Rewrite {
    /// No rule applies.
    case keep
    /// Its only result is this value.
    case use(ValueID)
    /// Its only result is this constant.
    case constant(UInt64)
    /// It turns into another instruction with a result of the same type.
    case become(Instruction)
    /// The rule has rewritten the function itself.
    case done
}

/// The worklist and the editing that the rules share.
struct AlgebraicSimplifier {
    var function: Function
    let module: ModuleFacts
    /// How many rules fired.
    private(set) var rewrites = 0
    /// The instruction that is being rewritten: new instructions go in front of it and get its location.
    private(set) var current = InstructionID(rawValue: 0)

    private let graph: ControlFlowGraph
    private var useCounts: UseCounts
    /// The users of each value: all of them, and some that are users no longer.
    private var users = SecondaryMap<ValueID, [InstructionID]>(initial: [])
    private var worklist: [InstructionID] = []
    private var queued = EntitySet<InstructionID>()
    /// For what debug variables are bound to.
    private var replaced: ValueReplacement

    /// Takes the function over; `run` leaves it in `function`.
    init(_ source: inout Function, _ graph: ControlFlowGraph, _ module: ModuleFacts) {
        self.module = module
        self.graph = graph
        function = Function(name: "")
        useCounts = UseCounts(source)
        replaced = ValueReplacement(source)
        swap(&function, &source)
    }

    /// Applies rules until none fires; answers whether one did.
    mutating func run() -> Bool {
        for block in function.layout.blocks {
            for instruction in function.layout.instructions(block) {
                recordUser(instruction)
                push(instruction)
            }
        }
        worklist.reverse()
        // Rules go from forms to simpler ones; the bound only guards against two rules that undo each other.
        var budget = 1000 + 32 * worklist.count
        while let instruction = worklist.popLast() {
            queued.remove(instruction)
            // Only unreachable code can compute a value from itself, which would be simplified for ever.
            guard let block = function.layout.block(of: instruction), graph.isReachable(block) else { continue }
            if removeIfUnused(instruction) { continue }
            current = instruction
            let rewrite = simplify(instruction)
            if case .keep = rewrite { continue }
            apply(rewrite, to: instruction)
            rewrites += 1
            budget -= 1
            assert(budget > 0, "AlgebraicSimplifier: two rules undo each other")
            if budget <= 0 { break }
        }
        function.replaceBoundValues(replaced.resolve)
        return rewrites > 0
    }

    private mutating func apply(_ rewrite: Rewrite, to instruction: InstructionID) {
        switch rewrite {
        case .keep: break
        case .done: push(instruction)
        case .use(let value):
            replace(function.result(instruction), with: value)
            remove(instruction)
        case .constant(let bits):
            let type = function.type(function.result(instruction))
            become(instruction, AlgebraicSimplifier.constant(bits, type))
        case .become(let new): become(instruction, new)
        }
    }

    private static func constant(_ bits: UInt64, _ type: Type) -> Instruction {
        var constant = Instruction.constant(bits, type)
        if type.isFloat { constant.opcode = .fconst }
        return constant
    }

    /// The instructions that use `value` now.
    func currentUsers(_ value: ValueID) -> [InstructionID] {
        users[value].filter { function.layout.block(of: $0) != nil && function.operands($0).contains(value) }
    }

    // Editing.

    /// Puts a new instruction with one result in front of the current one.
    mutating func emit(_ instruction: Instruction, result type: Type? = nil) -> ValueID {
        let id = function.makeInstruction(
            instruction, results: [type ?? instruction.type], location: function.location(current))
        function.layout.insert(id, before: current)
        countUses(of: id, by: 1)
        recordUser(id)
        push(id)
        return function.result(id)
    }

    /// A constant in front of the current instruction.
    mutating func emitConstant(_ bits: UInt64, _ type: Type) -> ValueID {
        emit(AlgebraicSimplifier.constant(bits, type))
    }

    /// Makes every user of `old` use `new`.
    mutating func replace(_ old: ValueID, with new: ValueID) {
        guard old != new else { return }
        replaced.replace(old, by: new)
        let list = users[old]
        users[old] = []
        var moved = 0
        for user in list where function.layout.block(of: user) != nil {
            var count = 0
            function.mapOperands(user) { operand in
                guard operand == old else { return operand }
                count += 1
                return new
            }
            guard count > 0 else { continue }
            moved += count
            users[new].append(user)
            push(user)
        }
        useCounts[new] += moved
        useCounts[old] -= moved
        pushDefinition(of: old)
        pushDefinition(of: new)
    }

    /// Gives an instruction new contents; its results keep their types.
    mutating func become(_ instruction: InstructionID, _ new: Instruction) {
        countUses(of: instruction, by: -1)
        function[instruction] = new
        countUses(of: instruction, by: 1)
        recordUser(instruction)
        push(instruction)
        for result in function.results(instruction) { users[result].forEach { push($0) } }
    }

    /// Whether `value` has one use.
    func isUsedOnce(_ value: ValueID) -> Bool { useCounts[value] == 1 }

    func isUnused(_ value: ValueID) -> Bool { useCounts[value] == 0 }

    private mutating func removeIfUnused(_ instruction: InstructionID) -> Bool {
        let count = function.resultCount(instruction)
        guard count > 0, function[instruction].opcode.isPure,
            (0..<count).allSatisfy({ useCounts[function.result(instruction, $0)] == 0 })
        else { return false }
        remove(instruction)
        rewrites += 1
        return true
    }

    private mutating func remove(_ instruction: InstructionID) {
        countUses(of: instruction, by: -1)
        function.layout.remove(instruction)
    }

    private mutating func countUses(of instruction: InstructionID, by step: Int) {
        for operand in function.operands(instruction) {
            useCounts[operand] += step
            if step < 0 { pushDefinition(of: operand) }
        }
    }

    private mutating func recordUser(_ instruction: InstructionID) {
        for operand in function.operands(instruction) where users[operand].last != instruction {
            users[operand].append(instruction)
        }
    }

    /// Looks again at the definition of a value whose uses have changed, and at its one user when rules for a single
    /// use may apply.
    private mutating func pushDefinition(of value: ValueID) {
        guard let instruction = function.definingInstruction(value) else { return }
        if useCounts[value] == 1 { users[value].forEach { push($0) } }
        push(instruction)
    }

    private mutating func push(_ instruction: InstructionID) {
        if queued.insert(instruction) { worklist.append(instruction) }
    }
}
