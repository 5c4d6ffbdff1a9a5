// What primitives mean for what a program can reach.

enum PrimitiveEffect {
    case none
    /// Sends messages whose selectors are values.
    case performs
    case makesFloats
    case makesLargeIntegers
    /// Reads variables of any object by their numbers.
    case readsAll
    /// Answers the class of its receiver.
    case givesClasses
    case givesCharacters

    init(_ number: Int) {
        switch number {
        case 83, 84: self = .performs
        case 40...59: self = .makesFloats
        case 60, 61, 165: self = .makesLargeIntegers
        case 63, 170: self = .givesCharacters
        case 73, 74, 173: self = .readsAll
        case 111: self = .givesClasses
        default: self = .none
        }
    }
}
