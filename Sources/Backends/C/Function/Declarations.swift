// Where each variable of a function is declared: at its definition when all uses stand in the same block of C, else at
// the start of the innermost block that holds them all.

import BackendKit
import IR
import Support

/// The declarations of one function. Blocks of C (scopes) are numbered in the order in which they begin; 0 is the body.
struct Declarations {
    /// The variables to declare at the start of each scope.
    private(set) var atStart: [[ValueID]] = []
    /// Whether anything is declared in each scope itself.
    private(set) var declares: [Bool]
    /// Variables that their definition declares.
    private(set) var atDefinition = EntitySet<ValueID>()
    /// The transfer that declares a block parameter.
    private var declaringTransfer: [ValueID: BlockCallID] = [:]
    /// Whether variables must be set where they are declared: dispatch makes paths of which compilers do not know that
    /// nothing goes along them.
    let initialises: Bool

    init(_ statements: [FlowStatement], _ function: Function, _ placement: ValuePlacement, hasDispatch: Bool) {
        initialises = hasDispatch
        var search = ScopeSearch(function, placement)
        search.enter(statements, parent: -1)
        atStart = Array(repeating: [], count: search.parents.count)
        declares = search.hasHelpers
        let parameters = EntitySet(function.entry.map { function.parameters($0) } ?? [])
        for value in search.touched where !parameters.contains(value) {
            let home = search.home[value]
            if hasDispatch {
                // A variable may live from one round of the dispatch loop to the next.
                if search.isLocalToBlock(value) {
                    atDefinition.insert(value)
                    declares[home] = true
                } else {
                    atStart[0].append(value)
                }
                continue
            }
            declares[home] = true
            if search.definition[value] == home {
                atDefinition.insert(value)
            } else if let first = search.firstTransfer[value], first.scope == home {
                declaringTransfer[value] = first.call
            } else {
                atStart[home].append(value)
            }
        }
    }

    func declares(_ call: BlockCallID, _ parameter: ValueID) -> Bool { declaringTransfer[parameter] == call }
}

extension EntitySet {
    fileprivate init(_ ids: [ID]) {
        self.init()
        for id in ids { insert(id) }
    }
}

/// Finds the scopes that variables are used in.
private struct ScopeSearch {
    private let function: Function
    private let placement: ValuePlacement
    /// The scope around each scope.
    private(set) var parents: [Int] = []
    private var depths: [Int] = []
    /// Whether statements of the scope need variables of their own: registers of services, structures of results.
    private(set) var hasHelpers: [Bool] = []
    /// The variables in the order in which they are met.
    private(set) var touched: [ValueID] = []
    /// The innermost scope with all uses and definitions.
    private(set) var home = SecondaryMap<ValueID, Int>(initial: -1)
    /// The scope in which an instruction defines the variable; -1 for block parameters.
    private(set) var definition = SecondaryMap<ValueID, Int>(initial: -1)
    /// The transfer that is the first thing to happen to a block parameter, and its scope.
    private(set) var firstTransfer: [ValueID: (call: BlockCallID, scope: Int)] = [:]
    /// The block that the variable was met in first, and whether it was met in others.
    private var block = SecondaryMap<ValueID, UInt32>(initial: .max)
    private var isShared = EntitySet<ValueID>()
    private var current: BlockID?

    init(_ function: Function, _ placement: ValuePlacement) {
        self.function = function
        self.placement = placement
    }

    /// Whether one block's own statements are all that knows the variable.
    func isLocalToBlock(_ value: ValueID) -> Bool { definition[value] >= 0 && !isShared.contains(value) }

    mutating func enter(_ statements: [FlowStatement], parent: Int) {
        let scope = parents.count
        parents.append(parent)
        hasHelpers.append(false)
        depths.append(parent < 0 ? 0 : depths[parent] + 1)
        for statement in statements { visit(statement, scope) }
    }

    private mutating func visit(_ statement: FlowStatement, _ scope: Int) {
        current = nil
        switch statement {
        case .body(let block): visit(block, scope)
        case .transfer(let call): transfer(call, scope)
        case .restart(let terminator): operands(terminator, scope)
        case .leave(let terminator):
            operands(terminator, scope)
            if function[terminator].opcode != .ret { hasHelpers[scope] = true }
        case .evaluate(let value): touch(value, scope)
        case .conditional(let condition, let yes, else: let no):
            touch(condition.value, scope)
            enter(yes, parent: scope)
            if !no.isEmpty { enter(no, parent: scope) }
        case .whileLoop(let condition, let body):
            touch(condition.value, scope)
            enter(body, parent: scope)
        case .forever(let body): enter(body, parent: scope)
        case .choose(let terminator, let cases, default: let rest):
            operands(terminator, scope)
            for way in cases { enter(way.body, parent: scope) }
            enter(rest, parent: scope)
        case .dispatch(_, let ways): for way in ways { enter(way, parent: scope) }
        case .select, .breakOut, .continueLoop, .goto, .label: return
        }
    }

    private mutating func visit(_ block: BlockID, _ scope: Int) {
        current = block
        var cursor = function.layout.first(in: block)
        while let instruction = cursor {
            cursor = function.layout.next(instruction)
            guard placement.isStatement(instruction) else { continue }
            operands(instruction, scope)
            if function[instruction].opcode == .service || function.resultCount(instruction) > 1 {
                hasHelpers[scope] = true
            }
            for result in function.results(instruction) where placement[result] == .variable {
                meet(result, scope)
                definition[result] = scope
            }
        }
    }

    private mutating func transfer(_ id: BlockCallID, _ scope: Int) {
        let call = function.blockCalls[id]
        let parameters = function.parameters(call.block)
        let pairs = zip(parameters, function.lists.elements(call.arguments)).filter { placement[$0.0] == .variable }
        for (_, argument) in pairs { touch(argument, scope) }
        for (parameter, _) in pairs {
            if home[parameter] < 0 { firstTransfer[parameter] = (id, scope) }
            meet(parameter, scope)
        }
    }

    private mutating func operands(_ instruction: InstructionID, _ scope: Int) {
        for operand in placement.operands(instruction) { touch(operand, scope) }
    }

    private mutating func touch(_ value: ValueID, _ scope: Int) {
        var variables: [ValueID] = []
        placement.forEachVariable(in: value) { variables.append($0) }
        for variable in variables { meet(variable, scope) }
    }

    private mutating func meet(_ value: ValueID, _ scope: Int) {
        if home[value] < 0 {
            touched.append(value)
            home[value] = scope
            block[value] = current?.rawValue ?? .max
        } else {
            home[value] = nearestCommon(home[value], scope)
        }
        if current == nil || block[value] != current?.rawValue { isShared.insert(value) }
    }

    private func nearestCommon(_ first: Int, _ second: Int) -> Int {
        var (first, second) = (first, second)
        while first != second {
            if depths[first] >= depths[second] { first = parents[first] } else { second = parents[second] }
        }
        return first
    }
}
