// What the generator of Lisp programs keeps of the code that it writes: its text, and bounds of what it costs.

/// What the value of some code is meant to be. One piece in some twenty is something else, which makes errors.
enum LispKind: CaseIterable, Hashable {
    case number, string, keyword
    /// A list of numbers.
    case list
    /// A list of anything.
    case tree
    case plist
    case function
    case handle
    case error
}

/// Code with bounds of its work, in evaluations, and of its value, in cells and bytes.
struct LispPiece {
    var text: String
    var cost = 1
    var size = 1

    /// The sum of numbers that never gets out of hand.
    static func bounded(_ value: Int) -> Int { min(max(value, 1), 1 << 40) }

    static func product(_ one: Int, _ other: Int) -> Int {
        let (value, overflow) = one.multipliedReportingOverflow(by: other)
        return overflow ? 1 << 40 : bounded(value)
    }

    /// `text` made of pieces, whose value is as large as all of theirs.
    static func form(_ text: String, _ parts: [LispPiece], times: Int = 1) -> LispPiece {
        let cost = bounded(parts.reduce(1) { $0 + $1.cost })
        return LispPiece(
            text: text, cost: product(cost, times), size: bounded(parts.reduce(1) { $0 + $1.size }))
    }

    /// The same with a value of known size.
    func sized(_ size: Int) -> LispPiece {
        var piece = self
        piece.size = LispPiece.bounded(size)
        return piece
    }

    /// The code with more work.
    func costing(_ more: Int) -> LispPiece {
        var piece = self
        piece.cost = LispPiece.bounded(cost + more)
        return piece
    }
}

/// A function that code can call, with what its arguments should be.
struct LispSignature {
    let parameters: [LispKind]
    let result: LispKind
    /// The work of a call, arguments of the size that callers give left out.
    var cost: Int
    /// The size of the result when the arguments are small.
    var size: Int
    /// Whether it takes any number of further numbers.
    var isVariadic = false
}

/// A name that code may use.
struct LispVariable {
    let name: String
    let kind: LispKind
    let size: Int
    var signature: LispSignature?
}

/// What the programs of a file have in common.
enum LispTheme: CaseIterable {
    /// Names mean one thing: the compiler knows them.
    case closed
    /// Builtins and functions of the prelude get other meanings for a while.
    case redefining
    /// Names are defined that are not written, and text is read.
    case open
    /// Nothing is loaded.
    case bare
}
