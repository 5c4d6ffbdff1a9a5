// Smalltalk assembly as a tree: classes, global variables and methods, as written or as printed from an image. Spans
// are places in the text; they are empty in trees that come from images.

import Support

/// All that is in one text, in the order written.
package struct StasmFile: Sendable {
    package var items: [StasmItem] = []

    package init(_ items: [StasmItem] = []) { self.items = items }
}

package enum StasmItem: Sendable {
    case classDefinition(StasmClass)
    /// Variables that all methods see, besides the classes.
    case globals([StasmName])
    case method(StasmMethod)
}

/// A name with its place.
package struct StasmName: Sendable {
    package let text: String
    package let span: SourceSpan

    package init(_ text: String, _ span: SourceSpan) {
        self.text = text
        self.span = span
    }
}

/// What instances of a class consist of behind their named variables.
package enum StasmShape: String, CaseIterable, Sendable {
    case fixed, indexable, weak, ephemeron, immediate, bytes, shorts, words, longs
    /// Header, literals and code.
    case code
}

package struct StasmClass: Sendable {
    package let name: StasmName
    /// Nil for a class that inherits from nothing.
    package let superclass: StasmName?
    /// Nil for that of the superclass.
    package var shape: StasmShape?
    package var instanceVariables: [StasmName] = []
    package var classVariables: [StasmName] = []
    /// What the first of them are before the program starts; the others are nil.
    package var classVariableValues: [StasmLiteral] = []
    /// Variables of the class itself.
    package var classInstanceVariables: [StasmName] = []
}

package struct StasmMethod: Sendable {
    package let className: StasmName
    /// Whether it is one of the class itself.
    package let isMeta: Bool
    package let selector: StasmName
    package var code: StasmCode
}

/// A literal that a method or block lists.
package enum StasmLiteralEntry: Sendable {
    case value(StasmLiteral, SourceSpan)
    /// A block of Sista.
    case block(StasmCode)
    /// The method or block around a block.
    case outer(SourceSpan)
}

/// A method or a block of Sista: a header, literals, code and what follows it.
package struct StasmCode: Sendable {
    package var arguments = 0
    /// Arguments included.
    package var temporaries = 0
    /// 0 for none. Code of Spur names its primitive itself, if it has instructions.
    package var primitive = 0
    package var isLarge = false
    package var isSista = false
    /// Bits of the header that are other than what the rest says.
    package var flags: UInt64 = 0
    /// What comes before all other literals: the function that primitive 117 calls.
    package var firstLiteral: StasmLiteral?
    /// Code that lists literals has these and no others.
    package var literals: [StasmLiteralEntry] = []
    package var body: [StasmStatement] = []
    package var trailer: [UInt8] = []
    package let span: SourceSpan

    package init(_ span: SourceSpan) { self.span = span }
}

package struct StasmStatement: Sendable {
    package enum Kind: Sendable {
        case label(String)
        /// With bytes when they are not those that an encoder chooses.
        case instruction(StasmOperation, bytes: [UInt8]?)
        /// Code that is no instruction, or none that can be reached.
        case bytes([UInt8])
    }

    package let kind: Kind
    package let span: SourceSpan

    package init(_ kind: Kind, _ span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

/// What an instruction does with a variable.
package enum StasmAccess: String, Sendable {
    case push
    case store
    case pop = "popInto"
}

package enum StasmSend: String, Sendable {
    case normal = "send"
    case toSuper = "superSend"
    case toDirectedSuper = "directedSuperSend"
}

/// An instruction as text has it: operands may be names and values.
package indirect enum StasmOperation: Sendable {
    /// One whose operands are numbers.
    case plain(BytecodeOperation)
    case receiverVariable(StasmAccess, String)
    case literalVariable(StasmAccess, StasmLiteral)
    case pushLiteral(StasmLiteral)
    case send(StasmSend, selector: [UInt8])
    /// Without a name when it is not the one that all images have at that number.
    case sendSpecial(Int, name: String?)
    /// Always, or on a condition.
    case jump(Bool?, label: String)
    /// A closure with its code.
    case closure(arguments: Int, copied: Int, [StasmStatement])
    /// A block of Sista with its code, which becomes a literal.
    case fullClosure(StasmCode, copied: Int, hasReceiver: Bool, isClean: Bool)
}

extension SourceSpan {
    /// The place of what comes from no text.
    static let nowhere = SourceSpan(file: SourceFileID(rawValue: 0), start: 0, end: 0)
}
