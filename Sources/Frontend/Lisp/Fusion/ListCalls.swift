// Finds the calls of `map`, `filter`, `foldl`, `len` and `range` in a program, under whatever names it calls them:
// functions that only hand their arguments on, as those of the prelude do, are seen through.

import Support

/// A call of one of the library's list functions.
struct ListCall {
    enum Role: String, CaseIterable {
        case map = "prelude/map"
        case filter = "prelude/filter"
        case fold = "prelude/foldl"
        case count = "len"
        case range
    }

    let role: Role
    let arguments: [ListOperand]
}

/// What a list function is called with.
enum ListOperand {
    /// A node of the function with the call.
    case node(CoreID)
    /// A value that a function in between puts in: one that is the same everywhere.
    case value(CoreNode.Kind)
    /// A variable of the function with the call.
    case local(LocalID)
}

/// What the calls of a program mean.
struct ListCalls {
    private let roles: [CoreFunctionID: ListCall.Role]
    /// The functions that only call another one: that one, and what it is given.
    private let forwards: [CoreFunctionID: (target: CoreFunctionID, operands: [Forwarded])]

    /// The code for two arguments of functions that take any number.
    private let binaries: [CoreFunctionID: CoreFunctionID]

    private enum Forwarded {
        case parameter
        case value(CoreNode.Kind)
    }

    init(_ program: CoreProgram) {
        let named = ListCall.Role.allCases.compactMap { role in
            program.data.names.find(role.rawValue).flatMap { program.names[$0] }.map { ($0, role) }
        }
        roles = Dictionary(uniqueKeysWithValues: named)
        var forwards: [CoreFunctionID: (CoreFunctionID, [Forwarded])] = [:]
        for id in program.functions.ids { forwards[id] = Self.forwarded(program.functions[id]) }
        self.forwards = forwards
        let binary = program.globals.compactMap { global in global.binary.map { (global.function, $0) } }
        binaries = Dictionary(binary) { first, _ in first }
    }

    /// The code for two arguments of a function that takes any number, if there is one.
    func binary(_ function: CoreFunctionID) -> CoreFunctionID? { binaries[function] }

    /// The list function that a node calls, if it calls one.
    func call(_ node: CoreNode.Kind) -> ListCall? {
        guard case .call(var callee, let nodes) = node else { return nil }
        var operands = nodes.map { ListOperand.node($0) }
        var seen: Set<CoreFunctionID> = []
        while seen.insert(callee).inserted {
            if let role = roles[callee] { return ListCall(role: role, arguments: operands) }
            guard let forward = forwards[callee] else { return nil }
            var given = operands[...]
            operands = forward.operands.map { operand in
                switch operand {
                case .parameter: given.removeFirst()
                case .value(let kind): .value(kind)
                }
            }
            callee = forward.target
        }
        return nil
    }

    /// What a function calls that does nothing else, with all of its parameters in order.
    private static func forwarded(_ function: CoreFunction) -> (CoreFunctionID, [Forwarded])? {
        guard var body = function.body, function.captured.isEmpty else { return nil }
        while case .sequence(let nodes) = function.nodes[body].kind, nodes.count == 1 { body = nodes[0] }
        guard case .call(let target, let nodes) = function.nodes[body].kind else { return nil }
        var parameters = function.parameters[...]
        var operands: [Forwarded] = []
        for node in nodes {
            switch function.nodes[node].kind {
            case .local(let local):
                guard parameters.first == local, !function.locals[local].isShared else { return nil }
                parameters.removeFirst()
                operands.append(.parameter)
            case .constant, .integer, .truth, .special, .symbol, .function:
                operands.append(.value(function.nodes[node].kind))
            case .assign, .sequence, .choose, .operation, .call, .callCode, .define, .code: return nil
            }
        }
        return parameters.isEmpty ? (target, operands) : nil
    }
}
