// Makes C statements of structured control flow. Every exit goes to a place; one that control reaches anyway needs no
// statement, one behind the innermost loop or switch is a `break`, the head of the innermost loop a `continue`, and only
// what those cannot reach is a `goto`.

import BackendKit
import IR

/// Lowers the control flow of one function.
struct FlowLowering {
    /// Where a jump goes: places are numbered as they are met.
    private typealias Place = Int

    /// What the jumps of C reach; -1: nothing.
    private struct Reach {
        var breakPlace: Place = -1
        var continuePlace: Place = -1
    }

    private static let nowhere: Place = -2

    private let function: Function
    private let placement: ValuePlacement
    /// Whether an instruction is a tail call of the function itself.
    private let isRestart: (InstructionID) -> Bool
    private var placeCount = 0
    private var places: [ControlLabel: Place] = [:]
    private var gotoTargets: Set<Place> = []
    /// Whether a `break` leaves the loop or switch, for each that is being lowered.
    private var hasBreak: [Bool] = []
    private var start: Place = -1

    private init(_ function: Function, _ placement: ValuePlacement, isRestart: @escaping (InstructionID) -> Bool) {
        self.function = function
        self.placement = placement
        self.isRestart = isRestart
    }

    /// The statements of `function`. `isRestart` says which instructions start it again with new arguments.
    static func lower(
        _ control: StructuredControl, _ function: Function, _ placement: ValuePlacement,
        isRestart: @escaping (InstructionID) -> Bool
    ) -> [FlowStatement] {
        var lowering = FlowLowering(function, placement, isRestart: isRestart)
        let restarts = placement.blocks.contains { function.terminator($0).map(isRestart) ?? false }
        guard restarts else {
            return lowering.list(control.statements, follow: nowhere, Reach()).statements
        }
        lowering.start = lowering.newPlace()
        lowering.hasBreak.append(false)
        let reach = Reach(breakPlace: -1, continuePlace: lowering.start)
        var body = lowering.list(control.statements, follow: lowering.start, reach).statements
        body = lowering.withoutLastContinue(body)
        if lowering.gotoTargets.contains(lowering.start) { body.append(.label(lowering.start)) }
        return [.forever(body)]
    }

    private mutating func newPlace() -> Place {
        defer { placeCount += 1 }
        return placeCount
    }

    /// Lowers statements behind which control comes to `follow`, or, with `jump`, goes there. Answers whether control
    /// comes to their end.
    private mutating func list(
        _ statements: [ControlStatement], follow: Place, _ reach: Reach, jump: Place? = nil
    ) -> (statements: [FlowStatement], completes: Bool) {
        var result: [FlowStatement] = []
        for (index, statement) in statements.enumerated() {
            let rest = statements.count - index - 1
            var isNew = false
            let next: Place
            if rest == 0 {
                next = jump ?? follow
            } else if rest == 1, let target = target(of: statements[index + 1]) {
                next = target
            } else {
                next = newPlace()
                isNew = true
            }
            // Only the end of the list itself may be left out as a way to `follow`.
            let fall = rest == 0 && jump == nil ? follow : next
            let (lowered, completes) = self.statement(statement, follow: fall, reach)
            result += lowered
            let isLabelled = isNew && gotoTargets.contains(next)
            if isLabelled { result.append(.label(next)) }
            if !completes && !isLabelled { return (result, false) }
        }
        guard let jump else { return (result, true) }
        let (lowered, completes) = self.jump(to: jump, follow: follow, reach)
        return (result + lowered, completes)
    }

    private func target(of statement: ControlStatement) -> Place? {
        switch statement {
        case .exit(let label), .repeat(let label): places[label]
        case .body, .transfer, .block, .loop, .branch, .choose, .leave, .select, .dispatch: nil
        }
    }

    private mutating func jump(
        to place: Place, follow: Place, _ reach: Reach
    ) -> (statements: [FlowStatement], completes: Bool) {
        if place == follow { return ([], true) }
        if place == reach.breakPlace {
            hasBreak[hasBreak.count - 1] = true
            return ([.breakOut], false)
        }
        if place == reach.continuePlace { return ([.continueLoop], false) }
        gotoTargets.insert(place)
        return ([.goto(place)], false)
    }

    private mutating func statement(
        _ statement: ControlStatement, follow: Place, _ reach: Reach
    ) -> (statements: [FlowStatement], completes: Bool) {
        switch statement {
        case .body(let block): return ([.body(block)], true)
        case .transfer(let call): return ([.transfer(call)], true)
        case .select(let variable, let value): return ([.select(variable, value)], true)
        case .block(let label, let inner):
            places[label] = follow
            return list(inner, follow: follow, reach)
        case .exit(let label), .repeat(let label):
            guard let place = places[label] else { preconditionFailure("FlowLowering: a jump out of nowhere") }
            return jump(to: place, follow: follow, reach)
        case .leave(let terminator):
            guard isRestart(terminator) else { return ([.leave(terminator)], false) }
            let (lowered, completes) = jump(to: start, follow: follow, reach)
            return ([.restart(terminator)] + lowered, completes)
        case .loop(let label, let inner): return loop(label, inner, follow: follow)
        case .branch(let condition, let yes, let no): return branch(condition, yes, no, follow: follow, reach)
        case .choose(let terminator, let cases, let rest):
            let (ways, completes) = ways(cases.map(\.body) + [rest], follow: follow, reach)
            let lowered = zip(cases, ways).map { (values: $0.values, body: $1) }
            return ([.choose(terminator, cases: lowered, default: ways[ways.count - 1])], completes)
        case .dispatch(let variable, let inner):
            let (ways, completes) = ways(inner, follow: follow, reach)
            return ([.dispatch(variable, ways)], completes)
        }
    }

    // MARK: Switch

    private mutating func ways(
        _ ways: [[ControlStatement]], follow: Place, _ reach: Reach
    ) -> (ways: [[FlowStatement]], completes: Bool) {
        hasBreak.append(false)
        var inside = reach
        inside.breakPlace = follow
        let lowered = ways.map { list($0, follow: Self.nowhere, inside, jump: follow).statements }
        return (lowered, hasBreak.removeLast())
    }

    // MARK: Branch

    private mutating func branch(
        _ value: ValueID, _ yes: [ControlStatement], _ no: [ControlStatement], follow: Place, _ reach: Reach
    ) -> (statements: [FlowStatement], completes: Bool) {
        let condition = FlowCondition(value: value, isInverted: false)
        let (yes, yesCompletes) = list(yes, follow: follow, reach)
        let (no, noCompletes) = list(no, follow: follow, reach)
        switch (yesCompletes, noCompletes) {
        case (true, true):
            if yes.isEmpty { return ([no.isEmpty ? .evaluate(value) : guarded(condition.inverted, no)], true) }
            return ([.conditional(condition, yes, else: no)], true)
        case (false, true): return ([guarded(condition, yes)] + no, true)
        case (true, false): return ([guarded(condition.inverted, no)] + yes, true)
        case (false, false):
            // What goes round again, or is longer, stands behind the other.
            let isNoFirst = goesRound(yes) == goesRound(no) ? no.count < yes.count : goesRound(yes)
            return isNoFirst
                ? ([guarded(condition.inverted, no)] + yes, false) : ([guarded(condition, yes)] + no, false)
        }
    }

    private func guarded(_ condition: FlowCondition, _ statements: [FlowStatement]) -> FlowStatement {
        .conditional(condition, statements, else: [])
    }

    private func goesRound(_ statements: [FlowStatement]) -> Bool {
        if case .continueLoop? = statements.last { true } else { false }
    }

    // MARK: Loop

    private mutating func loop(
        _ label: ControlLabel, _ inner: [ControlStatement], follow: Place
    ) -> (statements: [FlowStatement], completes: Bool) {
        let again = newPlace()
        places[label] = again
        hasBreak.append(false)
        let reach = Reach(breakPlace: follow, continuePlace: again)
        var body = list(inner, follow: again, reach, jump: follow).statements
        body = withoutLastContinue(leavingEarly(body))
        if gotoTargets.contains(again) { body.append(.label(again)) }
        return ([whileLoop(body) ?? .forever(body)], hasBreak.removeLast())
    }

    /// The end of a loop's body goes round by itself.
    private func withoutLastContinue(_ body: [FlowStatement]) -> [FlowStatement] {
        goesRound(body) ? Array(body.dropLast()) : body
    }

    /// `if (c) { A; continue; } B; break;` becomes `if (!c) { B; break; } A;`.
    private func leavingEarly(_ body: [FlowStatement]) -> [FlowStatement] {
        guard case .breakOut? = body.last else { return body }
        var place = body.count - 2
        while place >= 0, isPlain(body[place]) { place -= 1 }
        guard place >= 0, case .conditional(let condition, let again, else: let rest) = body[place], rest.isEmpty,
            case .continueLoop? = again.last
        else { return body }
        let leaving = Array(body[(place + 1)...])
        return body[..<place] + [.conditional(condition.inverted, leaving, else: [])] + again.dropLast()
    }

    private func isPlain(_ statement: FlowStatement) -> Bool {
        switch statement {
        case .body, .transfer, .select: true
        case .restart, .evaluate, .conditional, .whileLoop, .forever, .choose, .dispatch, .leave, .breakOut,
            .continueLoop, .goto, .label:
            false
        }
    }

    /// A loop that starts by leaving on a condition, as `while`.
    private func whileLoop(_ body: [FlowStatement]) -> FlowStatement? {
        guard case .body(let header)? = body.first, placement.isSilent(header), body.count > 1,
            case .conditional(let condition, let leaving, else: let rest) = body[1], rest.isEmpty, leaving.count == 1,
            case .breakOut = leaving[0]
        else { return nil }
        return .whileLoop(condition.inverted, Array(body[2...]))
    }
}
