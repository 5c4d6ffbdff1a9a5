// The code of messages that are no sends (StInlined). Where the receiver is a value, it is on the stack.

import Support

extension StGenerator {
    mutating func inline(_ inlined: StInlined, _ message: StMessage, wantsValue: Bool, _ scope: Int) {
        let span = message.span
        switch inlined {
        case .condition(let first, let second): condition(first, second, wantsValue, span)
        case .nilTest(let first?, nil): orNil(first, wantsValue, span)
        case .nilTest(let first, let second): nilTest(first, second, wantsValue, span)
        case .and(let block): connective(block, if: true, wantsValue, span)
        case .or(let block): connective(block, if: false, wantsValue, span)
        case .loop(let condition, let isTrue, let body):
            let head = newLabel(), end = newLabel()
            placeHead(head, span)
            inline(condition, wantsValue: true)
            jump(!isTrue, end, span)
            if let body { inline(body, wantsValue: false) }
            jump(nil, head, span)
            place(end, span)
            if wantsValue { emit(.pushConstant(.nil), span) }
        case .forever(let body):
            let head = newLabel()
            placeHead(head, span)
            inline(body, wantsValue: false)
            jump(nil, head, span)
        case .range(let limit, let step, let body): range(limit, step, body, wantsValue, span, scope)
        case .times(let body): times(body, wantsValue, span)
        }
    }

    // MARK: Conditions

    private mutating func branch(_ block: StBlock?, _ wantsValue: Bool, _ span: SourceSpan) {
        if let block {
            inline(block, wantsValue: wantsValue)
        } else if wantsValue {
            emit(.pushConstant(.nil), span)
        }
    }

    /// A flag is on the stack: `first` runs where it is true, `second` where it is false.
    private mutating func condition(_ first: StBlock?, _ second: StBlock?, _ wantsValue: Bool, _ span: SourceSpan) {
        let other = newLabel(), end = newLabel()
        if first == nil, !wantsValue {
            jump(true, end, span)
            branch(second, false, span)
        } else if second == nil, !wantsValue {
            jump(false, end, span)
            branch(first, false, span)
        } else {
            jump(false, other, span)
            branch(first, wantsValue, span)
            jump(nil, end, span)
            place(other, span)
            branch(second, wantsValue, span)
        }
        place(end, span)
    }

    /// `and:` and `or:`: the block's value where the receiver is `condition`, else the receiver's.
    private mutating func connective(_ block: StBlock, if condition: Bool, _ wantsValue: Bool, _ span: SourceSpan) {
        let other = newLabel(), end = newLabel()
        jump(!condition, other, span)
        inline(block, wantsValue: wantsValue)
        if wantsValue { jump(nil, end, span) }
        place(other, span)
        if wantsValue { emit(.pushConstant(condition ? .false : .true), span) }
        place(end, span)
    }

    /// `ifNil:` alone: the receiver itself where it is not nil.
    private mutating func orNil(_ block: StBlock, _ wantsValue: Bool, _ span: SourceSpan) {
        let end = newLabel()
        if wantsValue { emit(.duplicate, span) }
        emit(.pushConstant(.nil), span)
        send("==", span)
        jump(false, end, span)
        if wantsValue { emit(.drop, span) }
        inline(block, wantsValue: wantsValue)
        place(end, span)
    }

    private mutating func nilTest(_ first: StBlock?, _ second: StBlock?, _ wantsValue: Bool, _ span: SourceSpan) {
        if let second, let parameter = second.parameters.first {
            assign(parameter, keeps: true, second.number)
        }
        emit(.pushConstant(.nil), span)
        send("==", span)
        condition(first, second, wantsValue, span)
    }

    // MARK: Loops

    /// `to:do:`: the value is the receiver, which is the start.
    private mutating func range(
        _ limit: StExpression, _ step: StasmLiteral, _ body: StBlock, _ wantsValue: Bool, _ span: SourceSpan,
        _ scope: Int
    ) {
        let counter = body.parameters[0]
        assign(counter, keeps: wantsValue, body.number)
        var constant: StasmLiteral?
        if case .literal(let literal, _) = limit {
            constant = literal
        } else {
            value(limit, scope)
            emit(.pop(hidden(0, of: body)), span)
        }
        let head = newLabel(), end = newLabel()
        placeHead(head, span)
        push(counter, body.number)
        if let constant { push(constant, span) } else { emit(.push(hidden(0, of: body)), span) }
        send(step.sign < 0 ? ">=" : "<=", span)
        jump(false, end, span)
        inline(body, wantsValue: false)
        push(counter, body.number)
        push(step, span)
        send("+", span)
        assign(counter, keeps: false, body.number)
        jump(nil, head, span)
        place(end, span)
    }

    /// `timesRepeat:`: the value is the receiver.
    private mutating func times(_ body: StBlock, _ wantsValue: Bool, _ span: SourceSpan) {
        let counter = hidden(0, of: body), limit = hidden(1, of: body)
        emit(wantsValue ? .store(limit) : .pop(limit), span)
        push(.integer(StasmInteger(1)), span)
        emit(.pop(counter), span)
        let head = newLabel(), end = newLabel()
        placeHead(head, span)
        emit(.push(counter), span)
        emit(.push(limit), span)
        send("<=", span)
        jump(false, end, span)
        inline(body, wantsValue: false)
        emit(.push(counter), span)
        push(.integer(StasmInteger(1)), span)
        send("+", span)
        emit(.pop(counter), span)
        jump(nil, head, span)
        place(end, span)
    }
}
