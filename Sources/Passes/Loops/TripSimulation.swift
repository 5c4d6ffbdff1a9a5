// Runs a loop on what is known of it: each iteration is walked once with the constants that its header parameters have
// then, along the edges that these constants leave open. It tells how often the loop runs at most, and which branches
// go one way in which iteration.
// Requires: the function is in SSA form; the loop holds no other loop.

import IR
import Support

/// A loop of a known number of iterations, and what each of them comes to.
struct CountedLoop {
    /// A block that an iteration may come to, and where it leads where that is decided.
    struct Step {
        let block: BlockID
        let decided: BlockCallID?
    }

    /// The most iterations.
    private static let tripLimit = 8
    /// The most instructions of all iterations together, without those that the simulation computes.
    private static let sizeLimit = 64

    let shape: InductionLoop
    /// The steps of each iteration in reverse postorder.
    private(set) var iterations: [[Step]] = []

    /// Nil where the loop may run too often, is too large, calls functions or holds a cycle that is no loop.
    init?(
        _ loop: Loop, _ function: Function, _ graph: ControlFlowGraph, pointerBytes: Int,
        known: inout SecondaryMap<ValueID, UInt64?>
    ) {
        guard loop.latches.count == 1, let shape = InductionLoop(loop, function, graph) else { return nil }
        let starts = function.arguments(shape.entryCall).map(function.constantBits)
        guard starts.contains(where: { $0 != nil }) else { return nil }
        self.shape = shape
        let order = loop.blocks.sorted { graph.orderNumber($0) < graph.orderNumber($1) }
        guard order.allSatisfy({ CountedLoop.canCopy($0, loop, function, graph) }) else { return nil }
        var simulation = TripSimulation(shape, order, function, pointerBytes)
        var next: [UInt64?]? = starts
        while let parameters = next {
            guard iterations.count < CountedLoop.tripLimit else { return nil }
            iterations.append(simulation.runIteration(parameters, &known))
            guard simulation.size <= CountedLoop.sizeLimit else { return nil }
            next = simulation.nextParameters
        }
    }

    /// Whether nothing in `block` must stay single, and its edges lead on, out or back to the header.
    private static func canCopy(
        _ block: BlockID, _ loop: Loop, _ function: Function, _ graph: ControlFlowGraph
    ) -> Bool {
        for instruction in function.layout.instructions(block) {
            let info = function[instruction].opcode.info
            if info.effects.contains(.calls), info.format != .service { return false }
        }
        return graph.successors(block).allSatisfy {
            $0 == loop.header || !loop.blocks.contains($0) || graph.orderNumber($0) > graph.orderNumber(block)
        }
    }
}

/// The walk over the iterations.
private struct TripSimulation {
    private let shape: InductionLoop
    private let order: [BlockID]
    private let function: Function
    private let pointerBytes: Int
    private var live = EntitySet<BlockID>()
    /// What is known of the header parameters in the next iteration; nil when there is none.
    private(set) var nextParameters: [UInt64?]?
    /// How many instructions so far the simulation does not compute, constants aside.
    private(set) var size = 0

    init(_ shape: InductionLoop, _ order: [BlockID], _ function: Function, _ pointerBytes: Int) {
        self.shape = shape
        self.order = order
        self.function = function
        self.pointerBytes = pointerBytes
    }

    /// Walks one iteration; `known` holds the bits of the values of the loop that it has come to.
    mutating func runIteration(
        _ parameters: [UInt64?], _ known: inout SecondaryMap<ValueID, UInt64?>
    ) -> [CountedLoop.Step] {
        nextParameters = nil
        live.removeAll()
        enter(shape.loop.header, parameters, &known)
        var steps: [CountedLoop.Step] = []
        for block in order where live.contains(block) {
            for instruction in function.layout.instructions(block) where !isTerminator(instruction) {
                if !compute(instruction, &known) { size += 1 }
            }
            guard let last = function.terminator(block) else { continue }
            let decided = function.decidedTarget(last) { bits($0, known) }
            let hasChoice = function[last].opcode.info.format != .jump
            if decided == nil || !hasChoice { size += 1 }
            for call in decided.map({ [$0] }) ?? function.distinctBlockCallIDs(last) { follow(call, &known) }
            steps.append(CountedLoop.Step(block: block, decided: hasChoice ? decided : nil))
        }
        return steps
    }

    private func isTerminator(_ instruction: InstructionID) -> Bool { function[instruction].opcode.isTerminator }

    private func bits(_ value: ValueID, _ known: SecondaryMap<ValueID, UInt64?>) -> UInt64? {
        shape.defines(value, function) ? known[value] : function.constantBits(value)
    }

    /// Notes the results of `instruction`; answers whether they are known.
    private func compute(_ instruction: InstructionID, _ known: inout SecondaryMap<ValueID, UInt64?>) -> Bool {
        let results = function.results(instruction)
        let outcome = Evaluate.instruction(instruction, in: function, pointerBytes: pointerBytes) { bits($0, known) }
        switch outcome {
        case .value(let bits):
            known[results[0]] = bits
            return true
        case .valueAndFlag(let bits, let flag):
            known[results[0]] = bits
            known[results[1]] = flag ? 1 : 0
            return true
        case .trap, .notPure, nil:
            for result in results { known[result] = nil }
            return false
        }
    }

    /// Takes an edge that the iteration may take.
    private mutating func follow(_ call: BlockCallID, _ known: inout SecondaryMap<ValueID, UInt64?>) {
        let target = function.blockCalls[call].block
        guard shape.loop.blocks.contains(target) else { return }
        let arguments = function.arguments(call).map { bits($0, known) }
        if target == shape.loop.header {
            nextParameters = arguments
        } else {
            enter(target, arguments, &known)
        }
    }

    /// Comes to `block` with what is known of its parameters, where other edges may come as well.
    private mutating func enter(
        _ block: BlockID, _ arguments: [UInt64?], _ known: inout SecondaryMap<ValueID, UInt64?>
    ) {
        let isFirst = live.insert(block)
        for (parameter, bits) in zip(function.parameters(block), arguments) {
            known[parameter] = isFirst || known[parameter] == bits ? bits : nil
        }
    }
}
