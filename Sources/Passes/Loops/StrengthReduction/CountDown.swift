// Counters that are good only for ending their loop count what is left: the decrement itself tells when that is zero.

import IR
import Support

extension LoopReduction {
    /// Lets `variable` hold its distance from the bound, if nothing but the test whether it has got there minds.
    mutating func countDown(_ variable: InductionVariable) {
        guard let test = onlyTest(of: variable, besides: []), test.isNext,
            function.constantBits(test.bound) != 0,
            let step = function.definingInstruction(variable.next),
            let index = function.parameters(shape.loop.header).firstIndex(of: variable.parameter)
        else { return }
        let (type, place) = (variable.type, makePreheader())
        let start = distance(from: variable.start, to: test.bound, type, at: place)
        for call in function.terminator(place).map(function.blockCallIDs) ?? [] {
            var arguments = function.arguments(call)
            arguments[index] = start
            function.blockCalls[call].arguments = function.lists.make(arguments)
        }
        function[step].valueB = emitConstant((0 &- variable.step) & type.integerMask, type, at: place)
        let condition = function[test.compare].integerCondition
        function[test.compare] = .icmp(condition, type, variable.next, emitConstant(0, type, at: place))
        // Right before the test, where its result counts as tested.
        function.layout.remove(step)
        function.layout.insert(step, before: test.compare)
        count("countdowns")
        refresh()
    }

    private mutating func distance(
        from start: ValueID, to bound: ValueID, _ type: Type, at place: BlockID
    ) -> ValueID {
        let first = function.constantBits(start)
        if let last = function.constantBits(bound) {
            if let first { return emitConstant((last &- first) & type.integerMask, type, at: place) }
            // The bound's own constant may lie in the loop.
            let copy = emitConstant(last, type, at: place)
            return emit(.binary(.sub, type, copy, start), at: place)
        }
        return first == 0 ? bound : emit(.binary(.sub, type, bound, start), at: place)
    }

    /// The test whether `variable` has met its bound, where nothing else needs the variable but instructions that go
    /// away.
    func onlyTest(of variable: InductionVariable, besides removed: [InstructionID]) -> ExitTest? {
        guard let step = function.definingInstruction(variable.next),
            let latch = shape.loop.latches.first, let branch = function.terminator(latch)
        else { return nil }
        let tests = exitTests().filter { $0.variable.parameter == variable.parameter && $0.condition == .ne }
        guard tests.count == 1, let test = tests.first else { return nil }
        let users = Users(function)
        let isFree =
            users[variable.parameter].allSatisfy { $0 == step || $0 == test.compare || removed.contains($0) }
            && users[variable.next].allSatisfy { $0 == test.compare || $0 == branch || removed.contains($0) }
            && users[variable.next].count { $0 == branch } == 1
        return isFree ? test : nil
    }
}
