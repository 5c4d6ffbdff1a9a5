// What an instruction takes from the stack and leaves there.

/// The number of values that an instruction takes and leaves. What it looks at but leaves counts as both.
package struct StackEffect: Hashable {
    package let takes: Int
    package let leaves: Int
}

extension BytecodeOperation {
    package func stackEffect(_ selectors: SpecialSelectors) -> StackEffect {
        switch self {
        case .push, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray:
            StackEffect(takes: 0, leaves: 1)
        case .store: StackEffect(takes: 1, leaves: 1)
        case .pop, .drop, .jumpIf, .returnTop, .blockReturnTop: StackEffect(takes: 1, leaves: 0)
        case .popIntoNewArray(let count), .pushClosure(_, let count, _): StackEffect(takes: count, leaves: 1)
        case .pushFullClosure(_, let copied, let hasReceiver, _):
            StackEffect(takes: copied + (hasReceiver ? 1 : 0), leaves: 1)
        case .duplicate: StackEffect(takes: 1, leaves: 2)
        case .nop, .jump, .returnReceiver, .returnConstant, .blockReturnNil, .callPrimitive, .trap:
            StackEffect(takes: 0, leaves: 0)
        case .send(_, let arguments), .superSend(_, let arguments): StackEffect(takes: arguments + 1, leaves: 1)
        case .directedSuperSend(_, let arguments): StackEffect(takes: arguments + 2, leaves: 1)
        case .sendSpecial(let index): StackEffect(takes: selectors.argumentCounts[index] + 1, leaves: 1)
        }
    }
}
