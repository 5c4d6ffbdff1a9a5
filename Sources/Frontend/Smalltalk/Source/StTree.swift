// Smalltalk source as a tree: classes, and methods with their statements, as written. Names are not resolved yet: that
// needs the classes of all files.

import Support

/// All that is in one text, in the order written.
package struct StFile: Sendable {
    package var classes: [StasmClass] = []
    package var methods: [StMethod] = []

    package init() {}
}

/// A method with its place in a class.
package struct StMethod: Sendable {
    package let className: StasmName
    /// Whether it is one of the class itself.
    package let isMeta: Bool
    package let selector: StasmName
    package let parameters: [StasmName]
    package var primitive: StPrimitive?
    package var temporaries: [StasmName] = []
    package var body: [StStatement] = []
    /// How many blocks it has; they are numbered from 1 in the order in which they begin.
    package var blockCount = 0
    /// Bytes of its source.
    package var size = 0
}

/// What is tried before a method's code.
package enum StPrimitive: Sendable {
    case number(Int)
    case function([UInt8], module: [UInt8])
}

/// An expression, or one whose value the method answers.
package struct StStatement: Sendable {
    package let isReturn: Bool
    package let value: StExpression
    package let span: SourceSpan
}

package indirect enum StExpression: Sendable {
    case literal(StasmLiteral, SourceSpan)
    case variable(StasmName)
    /// The variables from left to right; all get the value.
    case assignment([StasmName], StExpression)
    /// Messages that are sent one after the other, each to what the one before answered.
    case sends(StExpression, [StMessage])
    /// All messages go to what the receiver answers; the value is that of the last.
    case cascade(StExpression, [StMessage])
    case block(StBlock)
    /// An array of values.
    case brace([StExpression], SourceSpan)

    package var span: SourceSpan {
        switch self {
        case .literal(_, let span), .brace(_, let span): span
        case .variable(let name): name.span
        case .assignment(let names, _): names[0].span
        case .sends(let receiver, _), .cascade(let receiver, _): receiver.span
        case .block(let block): block.span
        }
    }
}

package struct StMessage: Sendable {
    package let selector: String
    package let arguments: [StExpression]
    package let span: SourceSpan
}

package struct StBlock: Sendable {
    /// Its number in the method.
    package let number: Int
    package let parameters: [StasmName]
    package let temporaries: [StasmName]
    package let body: [StStatement]
    package let span: SourceSpan
}
