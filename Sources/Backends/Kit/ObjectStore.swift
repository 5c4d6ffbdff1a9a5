// Objects that are kept from build to build, as a back end sees them: it files nothing itself.

/// A place for objects under names for all that they depend on. Several threads use it at once.
public struct ObjectStore: Sendable {
    /// What objects depend on besides what the back end knows: the build of hubc and of the library that makes code.
    public let maker: String
    /// The bytes that were kept under a key; nil when there are none, or they are not whole.
    public let find: @Sendable (String) -> [UInt8]?
    /// Keeps bytes under a key, or does not.
    public let keep: @Sendable (String, [UInt8]) -> Void

    public init(
        maker: String, find: @escaping @Sendable (String) -> [UInt8]?,
        keep: @escaping @Sendable (String, [UInt8]) -> Void
    ) {
        self.maker = maker
        self.find = find
        self.keep = keep
    }
}
