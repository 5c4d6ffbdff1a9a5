// The two programs of a validation: the reference, in which every send looks for its method and nothing has a short
// way, and the subject, which is compiled as the user's program is. Both run the same checks.

import IR
import Support

/// A program with checks for its methods.
public struct SmalltalkValidation: Sendable {
    private let world: SmalltalkWorld
    private let closed: ClosedWorld
    private let plan: ValidationPlan
    private let name: String

    /// The methods of the program, those to which nothing can be sent, and the checks.
    package var methodCount: Int { plan.methods.count }
    package var uncheckedCount: Int { plan.unchecked.count }
    package var checks: [ValidationCheck] { plan.checks }

    /// The validation of a program that sends `entries`. Throws a method that is not sound.
    init(
        _ world: SmalltalkWorld, _ entries: [SmalltalkEntry], sending selectors: [String], _ round: ValidationRound,
        name: String
    ) throws(UnsoundMethod) {
        self.world = world
        self.name = name
        let program = try ClosedWorld(world, entries, sending: selectors, checks: nil, findsKinds: true)
        plan = ValidationPlan(program, program.known, round)
        closed = try ClosedWorld(world, entries, sending: selectors, checks: plan, findsKinds: false)
    }

    /// What checks are compared with, for the interpreter: it stops before each check.
    package func reference() -> Module {
        var closed = closed
        closed.plain = .all
        return ProgramLowering.lower(closed, name: name, plan, stops: true)
    }

    /// What is compiled; the methods `plain` as they stand.
    package func subject(plain: Set<MethodID>) -> Module {
        var closed = closed
        closed.plain = plain.isEmpty ? .none : .these(plain)
        return ProgramLowering.lower(closed, name: name, plan, stops: false)
    }

    // MARK: The table

    /// What becomes of a check that cannot run among others.
    package enum Fate: Hashable, Sendable {
        /// It runs in no program.
        case leftOut
        /// It ends the program, and runs when it is the only one that was asked for.
        case alone
    }

    /// Takes checks out of the table of a module.
    package func mark(_ fates: [Int: Fate], in module: inout Module) {
        guard let id = module.globals.ids.first(where: { module.globals[$0].name == ValidationTable.name }) else {
            return
        }
        let stride = ValidationTable.stride(plan)
        for (check, fate) in fates {
            let place = check * stride
            switch fate {
            case .leftOut:
                module.globals[id].bytes[place] = UInt8(truncatingIfNeeded: ValidationTable.leftOut)
                module.globals[id].bytes[place + 1] = UInt8(ValidationTable.leftOut >> 8)
            case .alone: module.globals[id].bytes[place + 1] |= UInt8(ValidationTable.alone >> 8)
            }
        }
    }

    // MARK: Words

    package func name(of method: MethodID) -> String { world.image.name(method) }

    /// The receiver and the arguments of a check.
    package func parameters(of check: Int) -> [String] {
        plan.checks[check].parameters.map { plan.samples[$0].text(world) }
    }

    /// The methods that a method can run, by the calls of a module.
    package func callees(of method: MethodID, in calls: MethodCalls) -> Set<MethodID> {
        let names = calls.callees(of: name(of: method))
        return Set(plan.methods.filter { names.contains(name(of: $0)) })
    }
}
