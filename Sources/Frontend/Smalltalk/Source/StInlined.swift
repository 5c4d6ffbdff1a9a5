// Messages that are no sends: where their arguments are blocks written in place, their code stands in the method's own.

/// A message with its blocks.
enum StInlined {
    /// `ifTrue:ifFalse:` and its kin; a missing branch answers nil.
    case condition(whenTrue: StBlock?, whenFalse: StBlock?)
    /// `ifNil:ifNotNil:` and its kin; what is missing answers the receiver.
    case nilTest(whenNil: StBlock?, otherwise: StBlock?)
    case and(StBlock)
    case or(StBlock)
    /// A loop while `condition` is what is said.
    case loop(condition: StBlock, isTrue: Bool, body: StBlock?)
    case forever(StBlock)
    /// `to:do:`; the step is a number.
    case range(limit: StExpression, step: StasmLiteral, StBlock)
    case times(StBlock)

    /// What a message is that goes to `receiver`; nil when it is sent.
    init?(_ message: StMessage, to receiver: StExpression?) {
        let arguments = message.arguments
        switch (message.selector, arguments.count) {
        case ("ifTrue:", 1):
            guard let block = arguments[0].block(0) else { return nil }
            self = .condition(whenTrue: block, whenFalse: nil)
        case ("ifFalse:", 1):
            guard let block = arguments[0].block(0) else { return nil }
            self = .condition(whenTrue: nil, whenFalse: block)
        case ("ifTrue:ifFalse:", 2):
            guard let first = arguments[0].block(0), let second = arguments[1].block(0) else { return nil }
            self = .condition(whenTrue: first, whenFalse: second)
        case ("ifFalse:ifTrue:", 2):
            guard let first = arguments[0].block(0), let second = arguments[1].block(0) else { return nil }
            self = .condition(whenTrue: second, whenFalse: first)
        case ("ifNil:", 1):
            guard let block = arguments[0].block(0) else { return nil }
            self = .nilTest(whenNil: block, otherwise: nil)
        case ("ifNotNil:", 1):
            guard let block = arguments[0].block(0) ?? arguments[0].block(1) else { return nil }
            self = .nilTest(whenNil: nil, otherwise: block)
        case ("ifNil:ifNotNil:", 2):
            guard let first = arguments[0].block(0), let second = arguments[1].block(0) ?? arguments[1].block(1)
            else { return nil }
            self = .nilTest(whenNil: first, otherwise: second)
        case ("ifNotNil:ifNil:", 2):
            guard let first = arguments[0].block(0) ?? arguments[0].block(1), let second = arguments[1].block(0)
            else { return nil }
            self = .nilTest(whenNil: second, otherwise: first)
        case ("and:", 1):
            guard let block = arguments[0].block(0) else { return nil }
            self = .and(block)
        case ("or:", 1):
            guard let block = arguments[0].block(0) else { return nil }
            self = .or(block)
        case ("whileTrue:", 1), ("whileFalse:", 1):
            guard let condition = receiver?.block(0), let body = arguments[0].block(0) else { return nil }
            self = .loop(condition: condition, isTrue: message.selector == "whileTrue:", body: body)
        case ("whileTrue", 0), ("whileFalse", 0):
            guard let condition = receiver?.block(0) else { return nil }
            self = .loop(condition: condition, isTrue: message.selector == "whileTrue", body: nil)
        case ("repeat", 0):
            guard let body = receiver?.block(0) else { return nil }
            self = .forever(body)
        case ("to:do:", 2):
            guard let body = arguments[1].block(1) else { return nil }
            self = .range(limit: arguments[0], step: .integer(StasmInteger(1)), body)
        case ("to:by:do:", 3):
            guard let body = arguments[2].block(1), case .literal(let step, _) = arguments[1], step.sign != 0 else {
                return nil
            }
            self = .range(limit: arguments[0], step: step, body)
        case ("timesRepeat:", 1):
            guard let body = arguments[0].block(0) else { return nil }
            self = .times(body)
        default: return nil
        }
    }

    /// Whether the receiver is code, not a value.
    var takesReceiver: Bool {
        switch self {
        case .loop, .forever: true
        case .condition, .nilTest, .and, .or, .range, .times: false
        }
    }
}

extension StExpression {
    /// The block that this is, if it takes so many arguments.
    fileprivate func block(_ count: Int) -> StBlock? {
        guard case .block(let block) = self, block.parameters.count == count else { return nil }
        return block
    }
}

extension StasmLiteral {
    /// -1 or 1 for numbers; 0 for all else.
    var sign: Int {
        switch self {
        case .integer(let integer): integer.magnitude.isEmpty ? 0 : integer.isNegative ? -1 : 1
        case .float(let bits):
            switch Double(bitPattern: bits) {
            case ..<0: -1
            case 0: 0
            default: 1
            }
        case .nil, .true, .false, .character, .string, .symbol, .array, .byteArray, .binding, .classBinding, .object: 0
        }
    }
}
