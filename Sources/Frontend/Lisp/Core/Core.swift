// The core language: what Lisp comes down to before it becomes IR. Every form is explicit here: what is called directly
// and what through a function object, which variables are shared with closures, where values are tested. The compiler of
// programs and that of the library both make it.

import Support

/// The id of a node.
struct CoreID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The id of a function of the core language.
struct CoreFunctionID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The id of a variable of one function.
struct LocalID: EntityID {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One node.
struct CoreNode {
    enum Kind {
        /// Data of the program, as a value.
        case constant(DatumID)
        case integer(Int64)
        case truth(Bool)
        /// A value that the language has no text for.
        case special(CoreSpecial)
        /// The symbol object with this name.
        case symbol(Symbol)
        case local(LocalID)
        /// Sets a variable; nil.
        case assign(LocalID, CoreID)
        /// All in order; the value of the last.
        case sequence([CoreID])
        /// The condition is a flag.
        case choose(CoreID, CoreID, CoreID)
        case operation(CoreOperation, [CoreID])
        /// Calls a function of the core language.
        case call(CoreFunctionID, [CoreID])
        /// Calls the code of a function object with exactly these arguments.
        case callCode(CoreID, [CoreID])
        /// The function object of a function without captured variables: the same one each time.
        case function(CoreFunctionID, Int64, CoreGlobal.Identity)
        /// Gives a global name the value that it always has. Code that knows the name does without.
        case define(Symbol, CoreID)
        /// The code of a function with its captured variables.
        case code(CoreFunctionID, [LocalID])
    }

    let kind: Kind
    let span: SourceSpan?
}

/// Values without a text.
enum CoreSpecial {
    case null
    /// What a variable without a value holds.
    case unset
}

/// A variable of a function.
struct CoreLocal {
    let name: String
    /// Whether closures share it, so that it lives in a box.
    var isShared = false
    /// Whether it may be read before it is set.
    var mayBeUnset = false
}

/// A function.
struct CoreFunction {
    var name: String
    /// The captured variables, then the parameters. Captured ones that are shared arrive as boxes, all else as values.
    var captured: [LocalID] = []
    var parameters: [LocalID] = []
    var locals = PrimaryMap<LocalID, CoreLocal>()
    var nodes = PrimaryMap<CoreID, CoreNode>()
    /// Nil until it has been compiled.
    var body: CoreID?
    var result: CoreKind = .any
    /// Whether calls of it are always inlined.
    var isInline = false
    var span: SourceSpan?
}

/// A global that starts with a function.
struct CoreGlobal {
    enum Identity: Hashable {
        case builtin
        /// Two lambdas with one number are equal.
        case lambda(Int64)
    }

    let symbol: Symbol
    let function: CoreFunctionID
    /// The number of parameters, or -1 for code that takes a list of arguments.
    let shape: Int64
    let identity: Identity
    /// For code that takes a list: the function for two arguments, if there is one.
    var binary: CoreFunctionID?
}

/// A program of the core language.
struct CoreProgram {
    var data: LispData
    var functions = PrimaryMap<CoreFunctionID, CoreFunction>()
    var globals: [CoreGlobal] = []
    /// The functions of the library by name.
    var names: [Symbol: CoreFunctionID] = [:]
    /// Whether the program makes symbols from text, which may be those that it has.
    var needsSymbols = false
    /// Runs the program.
    var entry: CoreFunctionID?

    /// A function of the library. Requires: there is one of that name.
    func library(_ name: String) -> CoreFunctionID {
        guard let symbol = data.names.find(name), let id = names[symbol] else {
            preconditionFailure("FrontendLisp: the library has no function '\(name)'")
        }
        return id
    }
}
