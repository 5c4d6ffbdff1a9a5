// What a list function calls with each element, as far as it is known.

import Support

struct StageFunction {
    let operand: ListOperand
    /// The code that runs, where that is known.
    let code: CoreFunctionID?
    /// Whether the code can be called without a function object.
    let isDirect: Bool
    /// The variables of the function around it that the code takes before its arguments.
    private(set) var captured: [LocalID] = []

    /// Nil where it would be called with a number of arguments that its code does not take.
    init?(_ operand: ListOperand, arity: Int, in function: CoreFunction, _ calls: ListCalls) {
        self.operand = operand
        let kind: CoreNode.Kind =
            switch operand {
            case .node(let node): function.nodes[node].kind
            case .value(let kind): kind
            case .local(let local): .local(local)
            }
        switch kind {
        case .function(let id, let shape, _):
            if shape == arity {
                (code, isDirect) = (id, true)
            } else if arity == 2, let binary = calls.binary(id) {
                (code, isDirect) = (binary, true)
            } else {
                return nil
            }
        case .operation(.newFunction, let operands):
            guard case .code(let id, let captured) = function.nodes[operands[0]].kind,
                case .integer(Int64(arity)) = function.nodes[operands[1]].kind
            else { return nil }
            // Code takes variables that may change as boxes, which no node stands for.
            (code, isDirect) = (id, !captured.contains { function.locals[$0].isShared })
            if isDirect { self.captured = captured }
        case .constant, .integer, .truth, .special, .symbol, .local, .assign, .sequence, .choose, .operation, .call,
            .callCode, .define, .code:
            (code, isDirect) = (nil, false)
        }
    }
}
