// The primitive operations of the core language: what the library is written with, under names that begin with `%`, and
// what the forms of Lisp come down to. One table says what each takes and gives.

/// How the core language holds a value.
enum CoreKind: Sendable {
    /// Any Lisp value.
    case any
    /// A 64-bit integer.
    case word
    /// A truth value.
    case flag
    /// Nothing that could be used.
    case none
}

enum CoreOperation: String, CaseIterable, Sendable {
    // What a value is.
    case isNull = "%null?"
    case isNumber = "%number?"
    case isPair = "%pair?"
    case isQuoted = "%quoted?"
    case isString = "%string?"
    case isSymbol = "%symbol?"
    case isError = "%error?"
    case isFunction = "%function?"
    case isHandle = "%handle?"
    case isReference = "%reference?"
    case isSame = "%same?"
    // Numbers and truth values.
    case add = "%+"
    case subtract = "%-"
    case multiply = "%*"
    case quotient = "%quotient"
    case remainder = "%remainder"
    case shiftRight = "%>>"
    case bitAnd = "%bits"
    case less = "%<"
    case lessOrEqual = "%<="
    case equal = "%="
    case not = "%not"
    case and = "%and"
    case or = "%or"
    // Lists.
    case quotedPair = "%quoted-pair"
    case plainPair = "%plain-pair"
    case head = "%head"
    case tail = "%tail"
    /// A quoted pair whose tail is still to come: what comes behind it is set when it is known, once.
    case openPair = "%open-pair"
    case setTail = "%set-tail"
    // Bytes.
    case newBytes = "%new-bytes"
    case byteCount = "%byte-count"
    case byte = "%byte"
    case setByte = "%set-byte"
    /// Copies bytes: the target and a place in it, the source and a place in it, how many. Answers the target.
    case copyBytes = "%copy-bytes"
    // Strings, errors and symbols.
    case newString = "%new-string"
    case stringBytes = "%string-bytes"
    case newError = "%new-error"
    case errorMessage = "%error-message"
    case newSymbol = "%new-symbol"
    case symbolName = "%symbol-name"
    case symbolValue = "%symbol-value"
    case setSymbolValue = "%set-symbol-value"
    // Functions.
    case newFunction = "%new-function"
    case functionCode = "%function-code"
    case functionShape = "%function-shape"
    case functionIdentity = "%function-identity"
    /// Whether a function takes a list of arguments, but has code for two as well.
    case isOperator = "%operator?"
    case operatorCode = "%operator-code"
    // Handles and references.
    case newHandle = "%new-handle"
    case handleState = "%handle-state"
    case newReference = "%new-reference"
    case referenceType = "%reference-type"
    case referencePayload = "%reference-payload"
    // All symbols that the program may come upon, as a list.
    case symbols = "%symbols"
    case setSymbols = "%set-symbols"
    // Boxes: a value that can be replaced.
    case newBox = "%new-box"
    case unboxed = "%unboxed"
    case setBox = "%set-box"
    // The outside.
    /// Puts a byte at a place of the output buffer.
    case putByte = "%put-byte"
    /// Writes so many bytes of the output buffer.
    case flush = "%flush"
    case exit = "%exit"
    /// Lets so many milliseconds pass.
    case sleep = "%sleep"
    /// Opens the file whose name is so many bytes of the buffer; 0, or -1 where there is none.
    case openFile = "%open-file"
    /// Brings the next bytes of that file into the buffer; their number, 0 at the end, -1 when it cannot be read.
    case readFile = "%read-file"
    case bufferByte = "%buffer-byte"
    /// Microseconds of a clock that is never set.
    case clock = "%clock"
    /// The next number of what `hubc repl` sends: the length of a text, then its bytes.
    case input = "%input"

    /// What it takes and gives.
    var signature: (parameters: [CoreKind], result: CoreKind) {
        switch self {
        case .isNull, .isNumber, .isPair, .isQuoted, .isString, .isSymbol, .isError, .isFunction, .isOperator,
            .isHandle, .isReference:
            ([.any], .flag)
        case .isSame: ([.any, .any], .flag)
        case .add, .subtract, .multiply, .quotient, .remainder, .shiftRight, .bitAnd: ([.word, .word], .word)
        case .less, .lessOrEqual, .equal: ([.word, .word], .flag)
        case .not: ([.flag], .flag)
        case .and, .or: ([.flag, .flag], .flag)
        case .quotedPair, .plainPair: ([.any, .any], .any)
        case .head, .tail, .openPair: ([.any], .any)
        case .setTail: ([.any, .any], .none)
        case .newBytes: ([.word], .any)
        case .byteCount: ([.any], .word)
        case .byte: ([.any, .word], .word)
        case .setByte: ([.any, .word, .word], .none)
        case .copyBytes: ([.any, .word, .any, .word, .word], .any)
        case .newString, .stringBytes, .newError, .errorMessage, .newSymbol, .symbolName, .symbolValue: ([.any], .any)
        case .setSymbolValue: ([.any, .any], .none)
        case .newHandle, .handleState, .referenceType, .referencePayload: ([.any], .any)
        case .newReference: ([.any, .any], .any)
        case .newFunction: ([.any, .word, .any], .any)
        case .functionCode, .functionIdentity, .operatorCode: ([.any], .any)
        case .functionShape: ([.any], .word)
        case .symbols: ([], .any)
        case .setSymbols: ([.any], .none)
        case .newBox, .unboxed: ([.any], .any)
        case .setBox: ([.any, .any], .none)
        case .input, .clock, .readFile: ([], .word)
        case .openFile, .bufferByte: ([.word], .word)
        case .putByte: ([.word, .word], .none)
        case .flush, .exit, .sleep: ([.word], .none)
        }
    }
}
