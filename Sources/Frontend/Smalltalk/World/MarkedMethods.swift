// The methods that virtual machines know by their primitives (spec/smalltalk.md 2.6): those that run a block when a
// return passes them, and those that handle exceptions.

/// `ensure:`, `ifCurtailed:` and their like (spec/smalltalk.md 2.6). Their argument is the block; their first variable
/// says, when it is not nil, that the block has run or need not.
enum UnwindMarker {
    static let primitive = 198
    static let block = 0
    static let isComplete = 1
    static let selector = "value"
}

/// `on:do:` and its like. Its context is what the image's own code finds the handler in: the exceptions and the block
/// are its arguments, and its first other variable says whether the handler is in force.
enum HandlerMarker {
    static let primitive = 199
    /// The primitive of contexts that looks for the newest of them.
    static let search = 197
}
