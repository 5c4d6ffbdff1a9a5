// Expressions as instructions: for their value, which is left on the stack, or for what they do.

import Support

extension StGenerator {
    mutating func value(_ expression: StExpression, _ scope: Int) {
        switch expression {
        case .literal(let literal, let span): push(literal, span)
        case .variable(let name): push(name, scope)
        case .assignment(let targets, let value):
            self.value(value, scope)
            for target in targets.reversed() { assign(target, keeps: true, scope) }
        case .sends(let receiver, let messages): sends(receiver, messages, wantsValue: true, scope)
        case .cascade(let receiver, let messages): cascade(receiver, messages, scope)
        case .block(let block): closure(block, scope)
        case .brace(let values, let span): brace(values, span, scope)
        }
    }

    mutating func effect(_ expression: StExpression, _ scope: Int) {
        switch expression {
        case .literal, .variable, .block: break
        case .assignment(let targets, let value):
            self.value(value, scope)
            for target in targets.dropFirst().reversed() { assign(target, keeps: true, scope) }
            assign(targets[0], keeps: false, scope)
        case .sends(let receiver, let messages): sends(receiver, messages, wantsValue: false, scope)
        case .cascade(let receiver, let messages):
            cascade(receiver, messages, scope)
            emit(.drop, expression.span)
        case .brace(let values, _):
            for value in values { effect(value, scope) }
        }
    }

    private func isSuper(_ expression: StExpression) -> Bool {
        if case .variable(let name) = expression { name.text == StReserved.super.rawValue } else { false }
    }

    private mutating func sends(
        _ receiver: StExpression, _ messages: [StMessage], wantsValue: Bool, _ scope: Int
    ) {
        let first = messages.first.flatMap { StInlined($0, to: receiver) }
        if first?.takesReceiver != true { value(receiver, scope) }
        for (index, message) in messages.enumerated() {
            let isWanted = wantsValue || index < messages.count - 1
            if let inlined = index == 0 ? first : StInlined(message, to: nil) {
                inline(inlined, message, wantsValue: isWanted, scope)
            } else {
                arguments(message, scope)
                send(message.selector, toSuper: index == 0 && isSuper(receiver), message.span)
                if !isWanted { emit(.drop, message.span) }
            }
        }
    }

    private mutating func arguments(_ message: StMessage, _ scope: Int) {
        for argument in message.arguments { value(argument, scope) }
    }

    private mutating func cascade(_ receiver: StExpression, _ messages: [StMessage], _ scope: Int) {
        let toSuper = isSuper(receiver)
        value(receiver, scope)
        for (index, message) in messages.enumerated() {
            let isLast = index == messages.count - 1
            if !isLast { emit(.duplicate, message.span) }
            arguments(message, scope)
            send(message.selector, toSuper: toSuper, message.span)
            if !isLast { emit(.drop, message.span) }
        }
    }
}
