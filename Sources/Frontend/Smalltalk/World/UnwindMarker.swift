// Methods that run a block when a return from a block passes them.

/// `ensure:`, `ifCurtailed:` and their like (spec/smalltalk.md 2.6). Their argument is the block; their first variable
/// says, when it is not nil, that the block has run or need not.
enum UnwindMarker {
    static let primitive = 198
    static let block = 0
    static let isComplete = 1
    static let selector = "value"
}
