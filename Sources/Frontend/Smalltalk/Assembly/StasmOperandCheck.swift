// Whether the literals of a program's method are what its instructions take them for. Images are not checked so: in
// them anything may stand anywhere.

import Support

enum StasmOperandCheck {
    static func fault(
        _ operation: BytecodeOperation, _ literals: [StasmEncodedLiteral], _ span: SourceSpan
    ) -> Diagnostic? {
        switch operation {
        case .push(.literal(let index)), .store(.literal(let index)), .pop(.literal(let index)):
            switch find(index, literals) {
            case nil, .value(.binding), .value(.classBinding): missing(index, literals, span)
            case .value, .block, .outer: .stasmLiteral("literal \(index) is no variable", span)
            }
        case .send(let index, let arguments), .superSend(let index, let arguments),
            .directedSuperSend(let index, let arguments):
            switch find(index, literals) {
            case nil: missing(index, literals, span)
            case .value(.symbol(let selector)): count(selector, arguments, span)
            case .value, .block, .outer: .stasmLiteral("literal \(index) is no selector", span)
            }
        case .pushFullClosure(let index, let copied, _, _):
            switch find(index, literals) {
            case nil: missing(index, literals, span)
            case .block(let block): frame(block, copied, span)
            case .value, .outer: .stasmLiteral("literal \(index) is no block", span)
            }
        case .pushLiteral(let index): missing(index, literals, span)
        case .push, .store, .pop, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray, .popIntoNewArray,
            .pushClosure, .drop, .duplicate, .nop, .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant,
            .returnTop, .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            nil
        }
    }

    private static func find(_ index: Int, _ literals: [StasmEncodedLiteral]) -> StasmEncodedLiteral? {
        index < literals.count ? literals[index] : nil
    }

    private static func missing(
        _ index: Int, _ literals: [StasmEncodedLiteral], _ span: SourceSpan
    ) -> Diagnostic? {
        index < literals.count ? nil : .stasmLiteral("there is no literal \(index)", span)
    }

    private static func count(_ selector: [UInt8], _ arguments: Int, _ span: SourceSpan) -> Diagnostic? {
        let count = StasmSelector.argumentCount(selector)
        let name = StasmText.selector(selector)
        return count == arguments
            ? nil : .stasmLiteral("'\(name)' takes \(StasmSelector.arguments(count)), not \(arguments)", span)
    }

    private static func frame(_ block: StasmEncodedCode, _ copied: Int, _ span: SourceSpan) -> Diagnostic? {
        let header = MethodHeader(block.header, .spur, block.bytes[...])
        guard header.temporaryCount < header.argumentCount + copied else { return nil }
        return .stasmMethod("a block with fewer variables than arguments and copied values", span)
    }
}

extension BytecodeOperation {
    /// The variable of the receiver that this reads or writes.
    var receiverVariable: Int? {
        switch self {
        case .push(.receiver(let index)), .store(.receiver(let index)), .pop(.receiver(let index)): index
        case .push, .store, .pop, .pushLiteral, .pushConstant, .pushReceiver, .pushThisContext, .pushNewArray,
            .popIntoNewArray, .pushClosure, .pushFullClosure, .drop, .duplicate, .nop, .send, .superSend,
            .directedSuperSend, .sendSpecial, .jump, .jumpIf, .returnReceiver, .returnConstant, .returnTop,
            .blockReturnTop, .blockReturnNil, .callPrimitive, .trap:
            nil
        }
    }
}
