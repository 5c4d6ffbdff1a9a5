// What the scopes of a method share, found before any of its code is written: which variables live in cells, what blocks
// capture, and from which blocks the method returns.
//
// Blocks of images without closures have the variables of their home. A variable that only one scope uses stays there,
// as long as a block sets it before it reads it; others are cells that the home makes and blocks capture. An argument
// that nobody sets is captured as it is.

import Support

struct MethodPlan {
    /// What a block captures besides the values that its code copies, in this order.
    struct Captures {
        var receiver = false
        var home = false
        /// Variables of the home, in ascending order.
        var variables: [Int] = []

        var count: Int { (receiver ? 1 : 0) + (home ? 1 : 0) + variables.count }
    }

    let code: MethodCode
    /// The variables of the method that live in cells.
    private(set) var cells: Set<Int> = []
    private(set) var captures: [Captures]
    /// The scopes inside each, itself too.
    private var descendants: [[Int]]
    /// Which scopes use each variable of the method.
    private var users: [Int: Set<Int>] = [:]
    private var written: Set<Int> = []

    /// Whether code returns from the method that has its context.
    private let isReturnedTo: Bool

    init(_ code: MethodCode, _ header: MethodHeader, isReturnedTo: Bool) {
        self.code = code
        self.isReturnedTo = isReturnedTo
        captures = code.scopes.map { _ in Captures() }
        descendants = code.scopes.indices.map { [$0] }
        for scope in code.scopes.indices.reversed() {
            if let parent = code.scopes[scope].parent { descendants[parent] += descendants[scope] }
        }
        for point in code.points.values { scan(point) }
        for (variable, scopes) in users {
            let isArgument = variable < header.argumentCount
            if isArgument, !written.contains(variable) { continue }
            if scopes.count > 1 || scopes.contains(where: { $0 > 0 && readsFirst(variable, in: $0) })
                || isArgument && scopes != [0]
            {
                cells.insert(variable)
            }
        }
        for scope in code.scopes.indices.dropFirst() { findCaptures(scope, header) }
    }

    /// Whether a block inside the method returns from it, or something else does.
    var isHome: Bool { isReturnedTo || captures.contains { $0.home } }

    // MARK: Variables

    private func sharesVariables(_ scope: Int) -> Bool {
        switch code.scopes[scope].kind {
        case .method, .block: true
        case .closure: false
        }
    }

    private mutating func scan(_ point: CodePoint) {
        guard sharesVariables(point.scope) else { return }
        switch point.instruction.operation {
        case .push(.temporary(let index)), .push(.remote(_, let index)), .store(.remote(_, let index)),
            .pop(.remote(_, let index)):
            users[index, default: []].insert(point.scope)
        case .store(.temporary(let index)), .pop(.temporary(let index)):
            users[index, default: []].insert(point.scope)
            written.insert(index)
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop,
            .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            break
        }
    }

    /// Whether a block may read a variable before it sets it.
    private func readsFirst(_ variable: Int, in scope: Int) -> Bool {
        var seen: Set<Int> = []
        var pending = [code.scopes[scope].start]
        while let pc = pending.popLast() {
            guard seen.insert(pc).inserted, let point = code.points[pc], point.scope == scope else { continue }
            let instruction = point.instruction
            switch instruction.operation {
            case .push(.temporary(variable)): return true
            case .store(.temporary(variable)), .pop(.temporary(variable)): continue
            case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
                .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
                .directedSuperSend, .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop,
                .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
                break
            }
            if let target = instruction.target { pending.append(target) }
            if !instruction.endsPath { pending.append(instruction.end) }
        }
        return false
    }

    // MARK: Captures

    private mutating func findCaptures(_ scope: Int, _ header: MethodHeader) {
        let inside = Set(descendants[scope])
        var found = Captures()
        for point in code.points.values where inside.contains(point.scope) {
            let operation = point.instruction.operation
            if operation.usesReceiver { found.receiver = true }
            if operation.returnsFromMethod { found.home = true }
        }
        if sharesVariables(scope) {
            let shared = users.filter { variable, scopes in
                !scopes.isDisjoint(with: inside) && (cells.contains(variable) || variable < header.argumentCount)
            }
            found.variables = shared.keys.sorted()
        }
        captures[scope] = found
    }
}

extension BytecodeOperation {
    fileprivate var usesReceiver: Bool {
        switch self {
        case .pushReceiver, .push(.receiver), .store(.receiver), .pop(.receiver), .returnReceiver,
            .superSend, .directedSuperSend:
            true
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushThisContext, .pushNewArray, .popIntoNewArray,
            .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .sendSpecial, .jump, .jumpIf,
            .returnConstant, .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            false
        }
    }
}
