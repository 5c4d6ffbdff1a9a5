// The values that a loop changes by the same amount in every iteration, and what is a linear function of one of them.
// All arithmetic wraps around, in which linear functions are exact.

import IR
import Support

/// A header parameter that grows by a constant.
struct InductionVariable {
    let parameter: ValueID
    let type: Type
    /// The value before the first iteration.
    let start: ValueID
    /// What the latch passes: the parameter plus the step.
    let next: ValueID
    let step: UInt64
}

/// scale * variable + the sum of the scaled bases + constant; the bases are values from outside the loop. With a pointer
/// among the bases, always unscaled, it is an address.
struct LinearForm {
    struct Base: Hashable, Comparable {
        let value: ValueID
        var scale: UInt64 = 1

        static func < (left: Base, right: Base) -> Bool { (left.value, left.scale) < (right.value, right.scale) }
    }

    /// The parameter of the induction variable; nil when the form does not depend on one.
    var variable: ValueID?
    var scale: UInt64 = 0
    var bases: [Base] = []
    var constant: UInt64 = 0
}

/// A loop with one way in and one way back, and its induction variables.
struct InductionLoop {
    private static let depthLimit = 6

    let loop: Loop
    /// The one block call from outside to the header, and the one from inside.
    let entryCall: BlockCallID
    let latchCall: BlockCallID
    /// The width of addresses that are followed; nil when none are.
    let pointerBits: Int?
    private(set) var variables: [InductionVariable] = []

    init?(_ loop: Loop, _ function: Function, _ graph: ControlFlowGraph, pointerBits: Int? = nil) {
        self.loop = loop
        self.pointerBits = pointerBits
        var outside: [BlockCallID] = []
        var inside: [BlockCallID] = []
        for predecessor in graph.predecessors(loop.header) {
            guard let branch = function.terminator(predecessor) else { return nil }
            let calls = function.distinctBlockCallIDs(branch).filter { function.blockCalls[$0].block == loop.header }
            if loop.blocks.contains(predecessor) { inside += calls } else { outside += calls }
        }
        guard outside.count == 1, inside.count == 1, loop.header != function.entry else { return nil }
        (entryCall, latchCall) = (outside[0], inside[0])
        let (starts, nexts) = (function.arguments(entryCall), function.arguments(latchCall))
        for (index, parameter) in function.parameters(loop.header).enumerated() {
            let type = function.type(parameter)
            guard type.isInteger, type != .i1, let add = function.definingInstruction(nexts[index]),
                function[add].opcode == .add, function[add].valueA == parameter,
                let step = function.constantBits(function[add].valueB)
            else { continue }
            variables.append(
                InductionVariable(
                    parameter: parameter, type: type, start: starts[index], next: nexts[index], step: step))
        }
    }

    /// Whether `value` is computed in the loop.
    func defines(_ value: ValueID, _ function: Function) -> Bool {
        switch function.definition(value) {
        case .parameter(let block, _): loop.blocks.contains(block)
        case .result(let instruction, _):
            function.layout.block(of: instruction).map { loop.blocks.contains($0) } ?? true
        }
    }

    /// `value` as a linear function of at most one induction variable.
    func linearForm(_ value: ValueID, _ function: Function, depth: Int = depthLimit) -> LinearForm? {
        if let bits = function.constantBits(value), function.type(value).isInteger { return LinearForm(constant: bits) }
        if variables.contains(where: { $0.parameter == value }) { return LinearForm(variable: value, scale: 1) }
        if !defines(value, function) { return LinearForm(bases: [LinearForm.Base(value: value)]) }
        guard depth > 0, let instruction = function.definingInstruction(value) else { return nil }
        let data = function[instruction]
        func operand(_ value: ValueID) -> LinearForm? { linearForm(value, function, depth: depth - 1) }
        switch data.opcode.info.format {
        case .binary:
            let isSum = data.opcode == .add || (data.opcode == .ptrAdd && indexesFully(data, function))
            guard data.type.isInteger || isSum, var left = operand(data.valueA) else { return nil }
            if isSum {
                guard let right = operand(data.valueB), left.add(right) else { return nil }
                return left
            }
            guard let bits = function.constantBits(data.valueB) else { return nil }
            if data.opcode == .shl {
                left.multiply(1 << (bits & UInt64((data.type.bits ?? 64) - 1)))
                return left
            }
            if data.opcode == .mul {
                left.multiply(bits)
                return left
            }
            return nil
        case .nullary, .trap, .immediate, .unary, .ternary, .integerCompare, .floatCompare, .dynamicCompare,
            .dynamicBinary,
            .global, .function, .slot, .variableGet, .variableSet, .rootGet, .rootSet, .load, .store, .fieldGet,
            .fieldSet, .call,
            .indirectCall,
            .closureCall, .send, .service, .closure, .jump, .branch, .switchTable, .list, .number:
            return nil
        }
    }

    /// Whether the index of a `ptr_add` is as wide as its pointer, so that scaling it wraps where the address does.
    private func indexesFully(_ data: Instruction, _ function: Function) -> Bool {
        function.type(data.valueB).bits == pointerBits
    }
}

extension LinearForm {
    /// Adds another form; answers whether the sum is linear in one variable.
    fileprivate mutating func add(_ other: LinearForm) -> Bool {
        if let theirs = other.variable {
            guard variable == nil || variable == theirs else { return false }
            variable = theirs
        }
        scale &+= other.scale
        bases += other.bases
        constant &+= other.constant
        return true
    }

    /// Requires: no pointer among the bases.
    fileprivate mutating func multiply(_ factor: UInt64) {
        scale &*= factor
        constant &*= factor
        for place in bases.indices { bases[place].scale &*= factor }
    }
}
