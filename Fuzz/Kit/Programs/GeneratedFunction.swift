// What the program generator knows of a function that it has written: enough to call it so that the program still ends
// and stays inside what the lifter assumes.

/// How a function may be used.
enum GeneratedShape: Hashable, Sendable {
    /// Any registers in, any out.
    case plain
    /// R1 must point to sixteen bytes; the number itself is never looked at.
    case pointer
    /// The register of that number must hold the depth of the recursion, 0 to 5.
    case recursive(depth: Int)
    /// One word on top of the stack is its argument; the caller pops it.
    case stackArgument
}

/// A function of a generated program.
struct GeneratedFunction: Sendable {
    let name: String
    let shape: GeneratedShape
    /// Registers that a call may change.
    let clobbers: RegisterMask
    /// About how many instructions a call takes.
    let cost: Int
    let lines: [String]
    /// The function whose text must follow, because this one runs into it.
    var follower: String?
}
