// What primitives mean for what a program can reach.

enum PrimitiveEffect {
    case none
    /// Sends messages whose selectors are values.
    case performs
    case makesFloats
    case makesLargeIntegers
    /// Answers the class of its receiver.
    case givesClasses
    case givesCharacters
    /// Marks a method that runs a block when a return passes it.
    case guardsReturns

    init(_ number: Int) {
        switch number {
        case 83, 84: self = .performs
        case 40...59: self = .makesFloats
        case 60, 61, 165: self = .makesLargeIntegers
        case 63, 170: self = .givesCharacters
        case UnwindMarker.primitive: self = .guardsReturns
        case 111: self = .givesClasses
        default: self = .none
        }
    }
}

/// Methods that run a block when a return from a block passes them: `ensure:`, `ifCurtailed:` (spec/smalltalk.md 2.6). Their
/// argument is the block; their first variable says, when it is not nil, that the block has run or need not.
enum UnwindMarker {
    static let primitive = 198
    static let block = 0
    static let isComplete = 1
    static let selector = "value"
}
